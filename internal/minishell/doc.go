// Package minishell reads and runs command lines as /bin/sh does, without
// starting any process: programs and files are what its user says they are. It
// lets tests carry out, inside their own process, exactly the lines that hosts
// are sent.
//
// It knows words with all quotes, variables, command substitution, pipes, lists
// of && || and ;, groups, subshells, redirections, and read. It knows no loops,
// conditions, functions, globs or background jobs.
package minishell
