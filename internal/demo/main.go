//go:build linux

// Command demo shows what kamal does, on real hosts: `make demo`. It makes two
// servers on this machine with internal/playground, deploys an example app to them
// while clients keep asking it, and takes everything down again. It needs root on Linux.
//
// It checks what it shows: the exit status is 0 only if all of it held, and then
// no request has failed.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/kamal-go/kamal/internal/playground"
)

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	done := context.AfterFunc(ctx, func() { fmt.Println("\nInterrupted: letting what runs clean up") })
	err := demo(ctx)
	if !done() {
		return 130
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "\nIt did not hold:", err)
		return 1
	}
	fmt.Println("\nAll of it held, and no request failed")
	return 0
}

// demo makes the hosts, plays the scenes, and takes the hosts down whatever happens.
func demo(ctx context.Context) (err error) {
	fmt.Println("Two servers on this machine, each with an address, an sshd and a Docker engine")
	ground, err := playground.Up(ctx, playground.Options{Log: indented{os.Stdout}})
	if err != nil {
		return err
	}
	defer func() {
		fmt.Println("\nTaking everything down")
		err = errors.Join(err, ground.Down(context.WithoutCancel(ctx)))
	}()
	s, err := newStage(ctx, ground)
	if err != nil {
		return err
	}
	for _, scene := range scenes {
		fmt.Printf("\n%s\n", scene.title)
		if err := scene.play(ctx, s); err != nil {
			return err
		}
	}
	return nil
}
