// Package cli is the command line of kamal, for programs that add something to it:
//
//	os.Exit(cli.Program{Commands: []any{&mine}}.Main(ctx, os.Args[1:]...))
//
// It is thin: a command reads its options, calls one method of a
// [kamal.Deployer], and prints what that gives. What happens on which host is
// decided there.
//
// The root struct of the grammar is the help page; each family of commands has
// a file with its words and options, and what they call. A command that there is
// not is looked for among the aliases of the configuration, and then as a program
// kamal-NAME on the PATH.
//
// Results go to standard output, everything else to standard error. What people
// see is made by internal/screen, what programs read by internal/jsonlines.
package cli
