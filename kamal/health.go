package kamal

import (
	"context"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// UnhealthyError is a container that did not get healthy in time.
type UnhealthyError struct {
	Role    string
	Version config.Version
	// Status is the last that docker said of it; empty where the proxy asked.
	Status string
	// Waited is how long it was waited for, Allowed how long it may take.
	Waited, Allowed time.Duration
	// Err is what the proxy said, or nil.
	Err error
}

// Error names the role and how long it was waited for.
func (e *UnhealthyError) Error() string {
	text := fmt.Sprintf("%s did not get healthy in version %s: waited %s of %s",
		e.Role, e.Version.Short(), e.Waited.Round(time.Second), e.Allowed)
	if e.Status != "" {
		text += fmt.Sprintf(", the container is %s", e.Status)
	}
	if e.Err != nil {
		text += fmt.Sprintf(": %v", e.Err)
	}
	return text
}

// Unwrap gives what the proxy said.
func (e *UnhealthyError) Unwrap() error { return e.Err }

// waitForHealth asks docker until the container is up: healthy where its image
// has a check; otherwise running, and still running after the readiness delay.
func (b *roleBoot) waitForHealth(ctx context.Context) error {
	allowed := b.cfg.DeployTimeout
	began := time.Now()
	for attempt := 1; ; attempt++ {
		status, up, err := b.isUp(ctx)
		if err != nil || up {
			return err
		}
		left := allowed - time.Since(began)
		if left <= 0 {
			return &UnhealthyError{
				Role: b.role.Name, Version: b.version, Status: status, Waited: time.Since(began), Allowed: allowed,
			}
		}
		if err := pause(ctx, min(time.Duration(attempt)*time.Second, left)); err != nil {
			return err
		}
	}
}

func (b *roleBoot) isUp(ctx context.Context) (status string, up bool, err error) {
	status, err = b.ask(ctx, b.host, b.app.Status(b.version))
	if err != nil || status != "running" || b.cfg.ReadinessDelay == 0 {
		return status, status == "running" || status == "healthy", err
	}
	if err := b.wait(ctx, b.cfg.ReadinessDelay); err != nil {
		return status, false, err
	}
	status, err = b.ask(ctx, b.host, b.app.Status(b.version))
	return status, status == "running" || status == "healthy", err
}
