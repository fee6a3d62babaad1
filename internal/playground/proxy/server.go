package main

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"
)

const shutdownTimeout = 10 * time.Second

// serve runs the proxy until ctx ends: HTTP, HTTPS, and the socket for commands.
func serve(ctx context.Context, settings runSettings) error {
	level := slog.LevelInfo
	if settings.debug {
		level = slog.LevelDebug
	}
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, &slog.HandlerOptions{Level: level})))
	router, err := newRouter(store(settings.stateDir))
	if err != nil {
		return err
	}
	control, err := listenControl(settings.socket)
	if err != nil {
		return err
	}
	plain, err := net.Listen("tcp", ":"+strconv.Itoa(settings.httpPort))
	if err != nil {
		return err
	}
	secure, err := tls.Listen("tcp", ":"+strconv.Itoa(settings.httpsPort), tlsConfig(router))
	if err != nil {
		return err
	}
	slog.Info("serving", "http", settings.httpPort, "https", settings.httpsPort, "services", len(router.services))
	group, ctx := errgroup.WithContext(ctx)
	listen(ctx, group, plain, router)
	listen(ctx, group, secure, router)
	listen(ctx, group, control, router.control())
	return group.Wait()
}

// listen serves until ctx ends, and then finishes what has begun.
func listen(ctx context.Context, group *errgroup.Group, l net.Listener, handler http.Handler) {
	server := &http.Server{Handler: handler}
	group.Go(func() error {
		if err := server.Serve(l); err != http.ErrServerClosed {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		return server.Shutdown(limited)
	})
}

func listenControl(socket string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(socket), 0o755); err != nil {
		return nil, err
	}
	_ = os.Remove(socket)
	return net.Listen("unix", socket)
}
