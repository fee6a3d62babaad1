// Command traefik is a stand-in for the proxy of that name, for the end-to-end tests on
// machines that can't pull the real one's image. It is test equipment, written for the
// containers that deploys make: never put it on a server.
//
//	traefik --providers.docker [--ANY-OTHER-OPTION]
//
// It listens on port 80, and sends requests in turn to all running containers that have a router
// for all paths among their labels and are healthy, or have no health check. That it learns from the
// docker socket it is given. Without such a container it answers 502.
//
// It knows no other rules, priorities, middlewares, entry points and certificates, and, unlike the
// original, it never asks twice: a request that gets to a container which is gone has failed. Of a
// container in several networks the original may take an address that it can't reach; the
// stand-in always does.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	socket  = "/var/run/docker.sock"
	address = ":80"

	shutdownTimeout = 8 * time.Second
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if !slices.Contains(os.Args[1:], "--providers.docker") {
		log.Fatal("nothing to do without --providers.docker")
	}
	if err := serve(ctx, address, &router{engine: dial(socket)}); err != nil {
		log.Fatal(err)
	}
}

// serve sends requests on until ctx ends, and then finishes what has begun.
func serve(ctx context.Context, address string, r *router) error {
	server := &http.Server{Addr: address, Handler: r}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		err := r.engine.onChange(ctx, r.look)
		if ctx.Err() != nil {
			return nil
		}
		return err
	})
	group.Go(func() error {
		<-ctx.Done()
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		return server.Shutdown(limited)
	})
	group.Go(func() error {
		if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	log.Printf("test equipment in place of Traefik, listening on %s", address)
	return group.Wait()
}
