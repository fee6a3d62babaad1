// Package commands builds the command lines that deploy an app: configuration
// in, words out. Nothing here runs, reads a file, asks the clock or draws a
// random number; what varies is a parameter.
//
// A [Cmd] is a value. It holds words, and how commands are joined: [And], [Or],
// [Then], [Pipe], redirection, and [Substitute]. A [Word] is plain text unless
// it says otherwise: [Raw] and [Expand] leave something to the host's shell,
// [Secret] is never shown. Only [Cmd.Shell], at the very edge, quotes.
//
//	c := commands.Command("docker", "run", "--env").Word(
//		commands.Concat(commands.Text("TOKEN="), commands.Secret(token)))
//	fmt.Println(c) // docker run --env TOKEN=[REDACTED]
//
// The builders are methods of small values made from a configuration, such as
// [App], [Accessory], [Proxy] and [Builder]: commands.App{Config: c, Role: r,
// Host: h}.Run(version) is the docker run of one role on one host. Options come
// in a fixed order, so that a builder's output can be compared as text.
package commands
