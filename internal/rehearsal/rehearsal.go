// Package rehearsal carries an operation out on copies of the real hosts, which
// exist in memory only, to see what it would do. The state of the real ones is
// read once; nothing on them is changed.
package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// Rehearsal is the copies, and how they were at first.
type Rehearsal struct {
	*kamaltest.Recorder
	hosts  []config.Host
	before map[config.Host]State
}

// New copies hosts, as far as an operation on them could tell the difference.
// Hooks are noted and not run. With a nil executor the hosts are new ones: docker
// is installed, and nothing else. Every host that can't be copied is in the
// error, as a [kamal.HostError].
func New(ctx context.Context, cfg *config.Config, x kamal.Executor, hosts []config.Host) (*Rehearsal, error) {
	r := &Rehearsal{kamaltest.NewRecorder(nil, local(cfg)...), hosts, map[config.Host]State{}}
	r.Live = true
	r.SetService(cfg.Repository(), cfg.Service)
	if x != nil {
		if err := r.copyHosts(ctx, cfg, x); err != nil {
			return nil, err
		}
		r.Reset()
	}
	for _, h := range hosts {
		r.before[h] = r.now(h)
	}
	return r, nil
}

// copyHosts reads the state of all hosts.
func (r *Rehearsal) copyHosts(ctx context.Context, cfg *config.Config, x kamal.Executor) error {
	errs := make([]error, len(r.hosts))
	var wg sync.WaitGroup
	for i, h := range r.hosts {
		wg.Go(func() {
			if err := copyHost(ctx, cfg, x, r.Recorder, h); err != nil {
				errs[i] = &kamal.HostError{Host: h, Err: err}
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
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
	look := hostcmd.Survey{Config: cfg}.Look()
	look.Stdout = &out
	if err := x.Run(ctx, string(h), look); err != nil {
		return fmt.Errorf("reading the state: %w", err)
	}
	state := hostcmd.ParseSurvey(out.String())
	for _, cmd := range rebuild(state) {
		var said strings.Builder
		cmd.Stderr = &said
		if err := r.Run(ctx, string(h), cmd); err != nil {
			return fmt.Errorf("copying the state with %s: %w: %s", cmd, err, strings.TrimSpace(said.String()))
		}
	}
	copied := r.Host(string(h))
	for file, text := range state.Contents {
		if err := copied.WriteFile(file, text); err != nil {
			return fmt.Errorf("copying %s: %w", file, err)
		}
	}
	if !state.Docker {
		copied.RemoveFile(docker)
	}
	return nil
}

// rebuild gives the commands that bring an empty host into a state.
func rebuild(s hostcmd.Surveyed) []commands.Cmd {
	var cmds []commands.Cmd
	for _, n := range networks(s) {
		cmds = append(cmds, commands.Command("docker", "network", "create", n))
	}
	for _, i := range s.Images {
		cmds = append(cmds, commands.Command("docker", "pull", i))
	}
	for _, c := range slices.Backward(s.Containers) {
		cmds = append(cmds, container(c)...)
	}
	for _, served := range s.Served {
		cmds = append(cmds, serve(served, s.Containers)...)
	}
	for _, f := range s.Files {
		cmds = append(cmds, commands.And(commands.Command("mkdir", "-p", path.Dir(f)), commands.Command("touch", f)))
	}
	return cmds
}

// networks are those of the host, but for docker's own, and of its containers:
// one that has ended may be in a network that was removed since.
func networks(s hostcmd.Surveyed) []string {
	var names []string
	add := func(list []string) {
		for _, n := range made(list) {
			if !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	add(s.Networks)
	for _, c := range s.Containers {
		add(c.Networks)
	}
	return names
}

// made are the networks that are not docker's own.
func made(networks []string) []string {
	return slices.DeleteFunc(slices.Clone(networks), func(n string) bool { return slices.Contains([]string{"bridge", "host", "none"}, n) })
}

// container gives the commands that make a container and bring it into its state.
func container(c hostcmd.SurveyedContainer) []commands.Cmd {
	run := commands.Command("docker", "run", "--detach", "--name", c.Name)
	networks := made(c.Networks)
	var command []string
	if c.Made != nil {
		var options []string
		options, command = c.Made.Args()
		run = run.Arg(withoutNetwork(options)...)
	} else {
		for _, l := range c.Labels {
			run = run.Arg("--label", l)
		}
	}
	if len(networks) > 0 {
		run = run.Arg("--network", networks[0])
	}
	cmds := []commands.Cmd{run.Arg(c.Image).Arg(command...)}
	for _, n := range networks[min(1, len(networks)):] {
		cmds = append(cmds, commands.Command("docker", "network", "connect", n, c.Name))
	}
	if c.State != "running" && c.State != "restarting" {
		cmds = append(cmds, commands.Command("docker", "stop", c.Name))
	}
	return cmds
}

// withoutNetwork leaves out the network that a container was made in: it may have
// left that since.
func withoutNetwork(options []string) []string {
	if i := slices.Index(options, "--network"); i >= 0 && i+1 < len(options) {
		return slices.Delete(slices.Clone(options), i, i+2)
	}
	return options
}

// serve gives the command after which the proxy serves what it does, if there is
// a container to send requests to.
func serve(s hostcmd.ProxyService, containers []hostcmd.SurveyedContainer) []commands.Cmd {
	id, _, _ := strings.Cut(s.Target, ":")
	i := slices.IndexFunc(containers, func(c hostcmd.SurveyedContainer) bool {
		return len(c.ID) >= 12 && strings.HasPrefix(id, c.ID) && c.State == "running"
	})
	if i < 0 {
		return nil
	}
	c := commands.Command("docker", "exec", "kamal-proxy", "kamal-proxy", "deploy", s.Name, "--target="+containers[i].Name+":80")
	for option, values := range map[string]string{"--host": strings.TrimPrefix(s.Host, "*"), "--path-prefix": s.Path} {
		for value := range strings.SplitSeq(values, ",") {
			if value != "" {
				c = c.Arg(option + "=" + value)
			}
		}
	}
	if s.TLS {
		c = c.Arg("--tls")
	}
	cmds := []commands.Cmd{c.Optional()}
	if s.State == "stopped" {
		cmds = append(cmds, commands.Command("docker", "exec", "kamal-proxy", "kamal-proxy", "stop", s.Name).Optional())
	}
	return cmds
}
