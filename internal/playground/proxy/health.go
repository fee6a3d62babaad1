package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// waitUntilHealthy asks the health path until it answers with success, for as long as a
// deploy may take.
func (t *target) waitUntilHealthy(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, t.options.DeployTimeout)
	defer cancel()
	for {
		err := t.checkHealth(ctx)
		if err == nil {
			return nil
		}
		slog.Info("health check failed", "target", t.address, "error", err)
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w (%s)", errUnhealthy, t.options.DeployTimeout)
		case <-time.After(t.options.HealthInterval):
		}
	}
}

func (t *target) checkHealth(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, t.options.HealthTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+t.address+t.options.HealthPath, nil)
	if err != nil {
		return err
	}
	r.Header.Set("User-Agent", "kamal-proxy")
	response, err := t.proxy.Transport.RoundTrip(r)
	if err != nil {
		return err
	}
	_ = response.Body.Close()
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return fmt.Errorf("%s answered %s", t.options.HealthPath, response.Status)
	}
	return nil
}
