// Package hostcmd builds the commands that the operations need for themselves, and reads
// what hosts answer to them: the deploy lock, what is found on a host before anything is
// done there, how a container lives, the clone that images are built from. What is for
// programs too is in package commands.
package hostcmd

import "github.com/kamal-go/kamal/kamal/commands"

// say prints a word and a line break.
func say(word string) commands.Cmd { return commands.Command("echo", word) }
