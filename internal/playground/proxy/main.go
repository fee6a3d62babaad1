// Command kamal-proxy is a stand-in for the proxy of that name, for the demo and the
// end-to-end tests on machines that can't pull the real one's image. It is test equipment,
// written for the command lines that deploys use: never put it on a server.
//
//	kamal-proxy run [--http-port N] [--https-port N] [--debug] [--metrics-port N]
//	kamal-proxy deploy SERVICE --target HOST:PORT [options]
//	kamal-proxy stop SERVICE [--drain-timeout D] [--message TEXT]
//	kamal-proxy resume SERVICE
//	kamal-proxy remove SERVICE
//	kamal-proxy list
//
// Like the original it switches to a new target once that answers the health check, without
// losing a request; lets the old target finish what it has; and remembers its services in
// $HOME/.config/kamal-proxy when it is started again. It runs as the same account, refuses the
// same and says so in the same words: conformance_test.go puts both through the same. Unlike
// the original it has no certificates of an authority (a service with TLS and no certificate of
// its own gets one signed by itself), no rollout and no metrics, and it takes but ignores limits
// on bodies and on memory.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if err := command(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
}

func command(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == "run" {
		settings, err := parseRun(args[1:])
		if err != nil {
			return err
		}
		return serve(ctx, settings)
	}
	request, err := parseRequest(args)
	if err != nil {
		return err
	}
	answer, err := ask(ctx, socketPath(), request)
	fmt.Print(answer)
	return err
}

type runSettings struct {
	httpPort, httpsPort int
	debug               bool
	stateDir, socket    string
}

func parseRun(args []string) (runSettings, error) {
	settings := runSettings{stateDir: stateDir(), socket: socketPath()}
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.IntVar(&settings.httpPort, "http-port", 80, "port for HTTP")
	flags.IntVar(&settings.httpsPort, "https-port", 443, "port for HTTPS")
	flags.BoolVar(&settings.debug, "debug", false, "log more")
	flags.Int("metrics-port", 0, "ignored")
	return settings, flags.Parse(args)
}

func stateDir() string {
	return filepath.Join(os.Getenv("HOME"), ".config", "kamal-proxy")
}

func socketPath() string {
	return filepath.Join(cmp.Or(os.Getenv("XDG_RUNTIME_DIR"), os.TempDir()), "kamal-proxy.sock")
}
