package main

type initCmd struct {
	Bundle bool `name:"bundle" help:"For old habits: there is nothing to bundle."`
}
