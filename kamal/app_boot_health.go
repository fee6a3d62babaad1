package kamal

import (
	"context"
	"fmt"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// UnhealthyError is a container that did not get healthy in time.
type UnhealthyError struct {
	Role    string
	Version config.Version
	// Status is the last that docker said of it; empty where the proxy asked.
	Status string
	// Ended says that its program ended by itself, for good or again and again, so
	// that it was not waited for any longer: with ExitCode, which is not known while
	// Status is running, and after Restarts.
	Ended              bool
	ExitCode, Restarts int
	// Waited is how long it was waited for, Allowed how long it may take.
	Waited, Allowed time.Duration
	// Err is what the proxy said, or nil.
	Err error
}

// Error names the role and how long it was waited for.
func (e *UnhealthyError) Error() string {
	if e.Ended {
		return fmt.Sprintf("%s does not stay up%s: its container %s", e.Role, e.inVersion(), e.life())
	}
	waited := min(e.Waited.Round(time.Second), e.Allowed) // the question itself takes time, too
	text := fmt.Sprintf("%s did not get healthy%s: waited %s of %s", e.Role, e.inVersion(), waited, e.Allowed)
	if e.Status != "" {
		text += fmt.Sprintf(", the container is %s", e.Status)
	}
	if e.Err != nil {
		text += fmt.Sprintf(": %v", e.Err)
	}
	return text
}

// inVersion is empty for accessories, which have none.
func (e *UnhealthyError) inVersion() string {
	if e.Version == "" {
		return ""
	}
	return " in version " + e.Version.Short()
}

// Unwrap gives what the proxy said.
func (e *UnhealthyError) Unwrap() error { return e.Err }

func (e *UnhealthyError) life() hostcmd.ContainerLife {
	return hostcmd.ContainerLife{Status: e.Status, ExitCode: e.ExitCode, Restarts: e.Restarts}
}

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

// isUp takes a container for up that did not end between two looks.
func (b *roleBoot) isUp(ctx context.Context) (status string, up bool, err error) {
	status, before, err := b.status(ctx, b.version)
	if err != nil || status != "running" || b.cfg.ReadinessDelay == 0 {
		return status, status == "running" || status == "healthy", err
	}
	if err := b.wait(ctx, b.cfg.ReadinessDelay); err != nil {
		return status, false, err
	}
	status, after, err := b.status(ctx, b.version)
	return status, status == "healthy" || status == "running" && after == before, err
}

func (b *roleBoot) status(ctx context.Context, v config.Version) (status, restarts string, err error) {
	out, err := b.ask(ctx, b.host, b.app.Status(v))
	status, restarts = hostcmd.ParseStatus(out)
	return status, restarts, err
}
