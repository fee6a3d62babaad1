// Package rehearsal carries an operation out on copies of the real hosts, which
// exist in memory only, to see what it would do. The state of the real ones is
// read once; nothing on them is changed.
package rehearsal

import (
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// New copies hosts, as far as an operation on them could tell the difference.
// Hooks are noted and not run. With a nil executor the hosts are new ones: docker
// is installed, and nothing else.
func New(ctx context.Context, cfg *config.Config, x kamal.Executor, hosts []config.Host) (*kamaltest.Recorder, error) {
	r := kamaltest.NewRecorder(nil, local(cfg)...)
	r.SetService(cfg.Service)
	if x == nil {
		return r, nil
	}
	var group errgroup.Group
	for _, h := range hosts {
		group.Go(func() error { return copyHost(ctx, cfg, x, r, h) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	r.Reset()
	return r, nil
}

// local says what this machine answers: hooks do nothing, and git has the commit
// that is going to be built.
func local(cfg *config.Config) []kamaltest.Reply {
	return []kamaltest.Reply{
		{Host: kamaltest.Local, Line: path.Join(cfg.WorkDir, cfg.HooksPath, "*"), Stdout: "\n"},
		{Host: kamaltest.Local, Line: "git *rev-parse HEAD", Stdout: cfg.Git().Commit + "\n"},
		{Host: kamaltest.Local, Line: "docker info*", Stdout: runtime.GOARCH + "\n"},
	}
}

func copyHost(ctx context.Context, cfg *config.Config, x kamal.Executor, r *kamaltest.Recorder, h config.Host) error {
	var out strings.Builder
	look := commands.Survey{Config: cfg}.Look()
	look.Stdout = &out
	if err := x.Run(ctx, h.String(), look); err != nil {
		return fmt.Errorf("reading the state of %s: %w", h, err)
	}
	state := commands.ParseSurvey(out.String())
	for _, cmd := range rebuild(state) {
		if err := r.Run(ctx, h.String(), cmd); err != nil {
			return fmt.Errorf("copying the state of %s: %w: %s", h, err, cmd)
		}
	}
	r.Host(h.String()).SetDocker(state.Docker)
	return nil
}

// rebuild gives the commands that bring an empty host into a state.
func rebuild(s commands.Surveyed) []commands.Cmd {
	var cmds []commands.Cmd
	for _, n := range s.Networks {
		if !slices.Contains([]string{"bridge", "host", "none"}, n) {
			cmds = append(cmds, commands.Command("docker", "network", "create", n))
		}
	}
	for _, i := range s.Images {
		cmds = append(cmds, commands.Command("docker", "pull", i))
	}
	for _, c := range slices.Backward(s.Containers) {
		cmds = append(cmds, container(c)...)
	}
	for _, f := range s.Files {
		cmds = append(cmds, commands.And(commands.Command("mkdir", "-p", path.Dir(f)), commands.Command("touch", f)))
	}
	return cmds
}

// container gives the commands that make a container and bring it into its state.
func container(c commands.SurveyedContainer) []commands.Cmd {
	run := commands.Command("docker", "run", "--detach", "--name", c.Name)
	if len(c.Networks) > 0 {
		run = run.Arg("--network", c.Networks[0])
	}
	for _, l := range c.Labels {
		run = run.Arg("--label", l)
	}
	cmds := []commands.Cmd{run.Arg(c.Image)}
	for _, n := range c.Networks[min(1, len(c.Networks)):] {
		cmds = append(cmds, commands.Command("docker", "network", "connect", n, c.Name))
	}
	if c.State != "running" && c.State != "restarting" {
		cmds = append(cmds, commands.Command("docker", "stop", c.Name))
	}
	return cmds
}
