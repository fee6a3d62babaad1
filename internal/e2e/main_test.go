package e2e_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/playground"
)

// What TestMain made, for all tests; nothing else changes it.
var (
	ground     *playground.Playground
	skipReason = "set KAMAL_E2E=1 to deploy to real hosts on this machine"
)

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(runAll(m))
}

// runAll brings the hosts up, runs the tests, and takes the hosts down.
func runAll(m *testing.M) (status int) {
	if os.Getenv("KAMAL_E2E") != "1" || testing.Short() {
		return m.Run()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	up, err := playground.Up(ctx, playground.Options{Hosts: groups() * hostsEach, Wait: 3 * time.Minute, Log: os.Stderr})
	if errors.Is(err, playground.ErrUnsupported) {
		fmt.Fprintln(os.Stderr, "skipping the end-to-end tests:", err)
		skipReason = err.Error()
		return m.Run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() {
		err := errors.Join(up.Down(context.WithoutCancel(ctx)), checkNothingLeft())
		if err != nil {
			fmt.Fprintln(os.Stderr, "taking the playground down:", err)
			status = 1
		}
	}()
	ground = up
	free = make(chan []*playground.Host, len(up.Hosts))
	for group := range slices.Chunk(up.Hosts, hostsEach) {
		free <- group
	}
	return runUntil(ctx, m)
}

// groups is how many tests have hosts at the same time: a second one uses the time that the first
// one waits, and a third would make both slow.
func groups() int {
	if flag.Lookup("test.parallel").Value.String() == "1" {
		return 1
	}
	return 2
}

// runUntil runs the tests, but doesn't wait for them once ctx has ended.
func runUntil(ctx context.Context, m *testing.M) int {
	status := make(chan int, 1)
	go func() { status <- m.Run() }()
	select {
	case s := <-status:
		return s
	case <-ctx.Done():
		return 130
	}
}
