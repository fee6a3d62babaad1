package main

type docsCmd struct {
	Section string `arg:"" name:"section" optional:"" help:"A section of it."`
}
