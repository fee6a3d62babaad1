package main

type completionCmd struct {
	Shell string `arg:"" name:"shell" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

type completeCmd struct {
	Words []string `arg:"" name:"words" optional:"" help:"The line so far."`
}
