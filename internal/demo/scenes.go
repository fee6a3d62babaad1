//go:build linux

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
)

// scenes are what the demo shows, in this order.
var scenes = []struct {
	title string
	play  func(context.Context, *stage) error
}{
	{"The first deploy, to empty servers", setup},
	{"A deploy of a new version, while users ask both servers for a quick page and one that takes 300 ms", deployUnderLoad},
	{"A deploy of a version that never becomes healthy", deployUnhealthy},
	{"Back to the first version", rollback},
	{"Away with the app", remove},
	{"From a folder with a Dockerfile to a page that answers, in two commands", newcomer},
}

func setup(ctx context.Context, s *stage) error {
	s.first = s.version
	if err := s.kamal(ctx, "setup"); err != nil {
		return err
	}
	return s.checkServed(ctx, s.first)
}

func deployUnderLoad(ctx context.Context, s *stage) error {
	if err := s.commit(ctx, s.project.CommitHealthy); err != nil {
		return err
	}
	s.second = s.version
	err := s.underLoad(ctx, func() error { return s.kamal(ctx, "deploy") })
	if err != nil {
		return err
	}
	return s.checkServed(ctx, s.second)
}

func deployUnhealthy(ctx context.Context, s *stage) error {
	if err := s.commit(ctx, s.project.CommitUnhealthy); err != nil {
		return err
	}
	err := s.underLoad(ctx, func() error { return s.kamalRefuses(ctx, "deploy") })
	if err != nil {
		return err
	}
	return s.checkServed(ctx, s.second)
}

func rollback(ctx context.Context, s *stage) error {
	err := s.underLoad(ctx, func() error { return s.kamal(ctx, "rollback", s.first) })
	if err != nil {
		return err
	}
	return s.checkServed(ctx, s.first)
}

func remove(ctx context.Context, s *stage) error {
	if err := s.kamal(ctx, "remove", "-y"); err != nil {
		return err
	}
	for _, host := range s.ground.Hosts {
		left, err := host.Run(ctx, "docker ps --all --quiet --filter label=service=shop")
		if err != nil {
			return err
		}
		if left != "" {
			return fmt.Errorf("%s still has the app's containers", host.Name)
		}
		s.sayf("%s has no container of the app", host.Name)
	}
	return nil
}

func newcomer(ctx context.Context, s *stage) (err error) {
	host := s.ground.Hosts[0]
	if s.project, err = s.ground.NewFolder(); err != nil {
		return err
	}
	// These stand in for the internet.
	if err := errors.Join(host.OfferProxy(ctx), s.ground.OfferLocalRegistry(ctx)); err != nil {
		return err
	}
	begun, err := s.run(ctx, "init", "--host", host.Address)
	if err != nil {
		return fmt.Errorf("kamal init: %w\n%s", err, begun)
	}
	for line := range strings.Lines(begun) {
		s.sayf("  %s", strings.TrimSpace(line))
	}
	text, err := s.run(ctx, "setup")
	lines := strings.Split(strings.TrimSpace(text), "\n")
	last := lines[len(lines)-1]
	if err != nil || !strings.HasSuffix(last, "http://"+host.Address+" answers 200") {
		return fmt.Errorf("kamal setup: %w\n%s", cmp.Or(err, errors.New("the page does not answer")), text)
	}
	s.sayf("  %s", last)
	return nil
}
