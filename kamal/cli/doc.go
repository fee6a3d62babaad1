// Package cli is the command line of kamal.
//
// It is thin: a command reads its options, calls one method of a
// [kamal.Deployer], and prints what that gives. What happens on which host is
// decided there.
//
// The root struct of the grammar is the help page; each family of commands has
// a file with its words and options, and what they call. The command line
// itself is read in argv.go and its neighbours, for its rules are older than the
// parser that fills in the structs: options may stand anywhere, commands may be
// shortened, aliases are replaced.
//
// Results go to standard output, everything else to standard error.
package cli
