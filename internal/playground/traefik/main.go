// Command traefik is a stand-in for the proxy of that name, for the end-to-end tests on
// machines that can't pull the real one's image. It is test equipment, written for the
// containers that deploys make: never put it on a server.
//
//	traefik --providers.docker [--ANY-OTHER-OPTION]
//
// It listens on port 80, and sends requests in turn to all running containers that have a router
// for all paths among their labels and are healthy, or have no health check. That it learns from the
// docker socket it is given, several times a second. Without such a container it answers 502.
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
)

const (
	socket  = "/var/run/docker.sock"
	address = ":80"

	lookEvery       = 200 * time.Millisecond
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
	if err := r.look(ctx); err != nil {
		return err
	}
	server := &http.Server{Addr: address, Handler: r}
	stopped := make(chan error, 1)
	go func() {
		r.keepLooking(ctx)
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		stopped <- server.Shutdown(limited)
	}()
	log.Printf("test equipment in place of Traefik, listening on %s", address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
