// Package completion completes a command line that is being typed: it has the
// scripts for the shells, which call the command __complete with the line so far,
// and finds the words that may stand at its end.
//
// What it knows of a project is asked of a [Knowledge], of which nothing may run.
package completion
