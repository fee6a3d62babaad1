package cli

type serverFamily struct {
	Bootstrap serverBootstrapCmd `cmd:"" name:"bootstrap" help:"Install Docker where it is not there."`
	Exec      serverExecCmd      `cmd:"" name:"exec" words:"command" help:"Run a command on the hosts."`
}

type serverBootstrapCmd struct{}

type serverExecCmd struct {
	Command     []string `arg:"" name:"command" optional:"" help:"The command, for the host's shell."`
	Interactive bool     `name:"interactive" short:"i" xor:"terminal-raw" help:"On the primary host, with the terminal; without a command a shell."`
	Raw         bool     `name:"raw" xor:"terminal-raw" help:"The bytes of its standard output and nothing else."`
}
