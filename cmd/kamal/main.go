// Command kamal deploys containerised web apps to servers over SSH.
package main

import (
	"context"
	"os"

	"github.com/kamal-go/kamal/kamal/cli"
)

func main() { os.Exit(cli.Program{}.Main(context.Background(), os.Args[1:]...)) }
