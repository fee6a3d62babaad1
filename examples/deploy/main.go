// Deploy is a deploy program of one's own: it deploys config/deploy.yml of the
// current folder, and says what it does. With any argument the image is not
// built, but taken as it is in the registry.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/project"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := deploy(ctx, len(os.Args) > 1); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func deploy(ctx context.Context, skipPush bool) error {
	p, err := project.Open(ctx, project.Options{Events: tell})
	if err != nil {
		return err
	}
	defer p.Close()
	return p.Deploy(ctx, kamal.DeployOptions{SkipPush: skipPush})
}

// tell prints the events that people want to see.
func tell(e kamal.Event) {
	switch e := e.(type) {
	case kamal.StepStarted:
		fmt.Println(e.Words, e.Hosts)
	case kamal.StepFinished:
		fmt.Printf("  %s\n", e.Took.Round(10*time.Millisecond))
	case kamal.HostFailed:
		fmt.Println("  failed:", e.Host)
	case kamal.Warning:
		fmt.Println("  warning:", e.Text)
	}
}
