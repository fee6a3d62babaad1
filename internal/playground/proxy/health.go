package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// waitUntilHealthy asks the health path until it answers with success, for as long as a
// deploy may take.
func (t *target) waitUntilHealthy(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, t.options.DeployTimeout)
	defer cancel()
	var last error // what the last check said that was not cut short
	for {
		err := t.checkHealth(ctx)
		if err == nil {
			return nil
		}
		if last == nil || ctx.Err() == nil {
			last = err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("target %s did not become healthy within %s: %w", t.address, t.options.DeployTimeout, last)
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
