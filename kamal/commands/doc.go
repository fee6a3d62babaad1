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
// [App], [Accessory], [Proxy] and [Builder]:
//
//	app := commands.App{Config: c, Role: c.Role("web"), Host: "192.0.2.1"}
//	fmt.Println(app.Run("v1", commands.RunOptions{HostID: id}))
//
// They need the configuration, and what else their comments and fields say: without it
// a method panics, and names what is missing.
//
// Options come in a fixed order, so that a builder's output can be compared as
// text. What differs between the hosts of kamal-proxy and those of Traefik
// follows from the host, so that the same method serves both.
//
// Commands may be joined: each prints nothing but what its comment says, and fails when
// it could not do its work. [Script] joins them so that how each ended, and what it
// printed, can be told apart.
package commands
