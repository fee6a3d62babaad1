//go:build linux

package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/kamal-go/kamal/internal/playground"
	"github.com/kamal-go/kamal/internal/playground/load"
)

// stage is what the scenes play on: the hosts, the example project, and its versions.
type stage struct {
	ground  *playground.Playground
	project *playground.Project
	program string

	version, first, second string
}

func newStage(ctx context.Context, ground *playground.Playground) (*stage, error) {
	s := &stage{ground: ground}
	for _, host := range ground.Hosts {
		s.sayf("%s is %s", host.Name, host.Address)
	}
	s.sayf("the registry is %s", ground.Registry)
	s.sayf("building kamal")
	var err error
	if s.program, err = ground.BuildKamal(ctx); err != nil {
		return nil, err
	}
	if s.project, err = ground.NewProject(ctx, ground.Hosts...); err != nil {
		return nil, err
	}
	s.sayf("the example project is %s", s.project.Dir)
	s.version, err = s.project.Version(ctx)
	return s, err
}

// commit makes a new version with one of the project's methods.
func (s *stage) commit(ctx context.Context, change func(context.Context) error) (err error) {
	if err := change(ctx); err != nil {
		return err
	}
	s.version, err = s.project.Version(ctx)
	return err
}

// kamal runs the command, which must succeed.
func (s *stage) kamal(ctx context.Context, args ...string) error {
	text, err := s.run(ctx, args...)
	if err != nil {
		return fmt.Errorf("kamal %s: %w\n%s", strings.Join(args, " "), err, text)
	}
	return nil
}

// notHealthy is kamal's exit status when a container did not get healthy.
const notHealthy = 6

// kamalRefuses runs the command, which must end because a container did not get healthy.
func (s *stage) kamalRefuses(ctx context.Context, args ...string) error {
	text, err := s.run(ctx, args...)
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != notHealthy {
		return fmt.Errorf("kamal %s: %w, want exit status %d\n%s",
			strings.Join(args, " "), cmp.Or(err, errors.New("success")), notHealthy, text)
	}
	s.sayf("it failed, as it should, with exit status %d:", notHealthy)
	for line := range strings.Lines(text) {
		if strings.Contains(line, "did not come up") {
			s.sayf("  %s", strings.TrimSpace(line))
		}
	}
	return nil
}

func (s *stage) run(ctx context.Context, args ...string) (string, error) {
	s.sayf("$ kamal %s", shorten(strings.Join(args, " ")))
	begun := time.Now()
	var text bytes.Buffer
	cmd := s.project.Command(ctx, s.program, args...)
	cmd.Stdout, cmd.Stderr = &text, &text
	// In a group of its own it gets an interrupt once, from the context.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	err := cmd.Run()
	s.sayf("  %.1f s", time.Since(begun).Seconds())
	return text.String(), err
}

// underLoad does something while clients keep asking all hosts, and fails if one of them got
// no answer.
func (s *stage) underLoad(ctx context.Context, do func() error) error {
	var urls []string
	for _, host := range s.ground.Hosts {
		urls = append(urls, "http://"+host.Address+"/", "http://"+host.Address+"/slow?ms=300")
	}
	running := load.Start(ctx, urls...)
	err := do()
	report := running.Stop()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.sayf("users: %s", report)
	if report.Failed > 0 || report.Requests == 0 {
		err = errors.Join(err, errors.New("requests failed"))
	}
	return err
}

// checkServed asks every host for the version that it serves.
func (s *stage) checkServed(ctx context.Context, want string) error {
	for _, host := range s.ground.Hosts {
		got, err := load.Get(ctx, http.DefaultClient, "http://"+host.Address+"/")
		if err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("%s serves version %q, not %q", host.Name, got, want)
		}
		s.sayf("%s serves version %s", host.Name, shorten(want))
	}
	return nil
}

func (s *stage) sayf(format string, values ...any) {
	fmt.Printf("  "+format+"\n", values...)
}

// shorten cuts commits, which are 40 characters long, to a readable length.
func shorten(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		if len(word) == 40 {
			words[i] = word[:7]
		}
	}
	return strings.Join(words, " ")
}

// indented is a writer that puts lines under their heading; each write is a line.
type indented struct{ io.Writer }

func (w indented) Write(line []byte) (int, error) {
	if _, err := io.WriteString(w.Writer, "  "); err != nil {
		return 0, err
	}
	return w.Writer.Write(line)
}
