package kamal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/dockerfile"
	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/regular"
	"github.com/kamal-go/kamal/kamal/config"
)

// project looks at what lies on this machine.
func (d *Deployer) project(ctx context.Context) []Finding {
	findings := append(d.leftFromTemplate(), d.examineDockerfile()...)
	findings = append(findings, d.examineGit(ctx)...)
	return slices.Concat(findings, d.openSecrets(), openKeys(d.keys()))
}

// warnAhead tells, while an image is built, what the doctor finds on this machine that
// may make the deploy fail: it needs no host for that, and no command.
func (d *Deployer) warnAhead(ctx context.Context) {
	findings := append(d.leftFromTemplate(), d.examineDockerfile()...)
	for _, f := range slices.Concat(findings, d.names(ctx), openKeys(d.cfg.SSH.Keys)) {
		if !f.Fatal { // what fails has an error of its own
			d.warn(ctx, "%s; %s", f.Problem, f.Fix)
		}
	}
}

// templates are the values that files of new projects begin with.
var templates = []struct{ place, value string }{
	{"service", "my-app"},
	{"image", "my-user/my-app"},
	{"image", "user/my-app"},
	{"proxy.host", "app.example.com"},
	{"registry.username", "my-user"},
	{"registry.username", "registry-user-name"},
	{"servers", "192.168.0.1"},
}

// leftFromTemplate finds values that nobody has changed since the file was made.
func (d *Deployer) leftFromTemplate() []Finding {
	values := map[string][]string{
		"service": {d.cfg.Service}, "image": {d.cfg.Image},
		"registry.username": {d.cfg.Registry.Username.Text},
	}
	for _, h := range d.spec.hosts {
		values["servers"] = append(values["servers"], string(h))
	}
	for _, r := range d.proxied() {
		values["proxy.host"] = append(values["proxy.host"], r.Proxy.Hosts...)
	}
	var left []string
	for _, t := range templates {
		if slices.Contains(values[t.place], t.value) {
			left = append(left, t.place+": "+t.value)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return []Finding{{
		Check: "template", Problem: "these values look like those of the template: " + strings.Join(left, ", "),
		Fix: "put your own there, then: kamal config --check",
	}}
}

// proxied are the roles behind kamal-proxy.
func (d *Deployer) proxied() []*config.Role {
	return filter(d.cfg.Roles, func(r *config.Role) bool { return r.Proxied && d.cfg.Fleet != config.FleetTraefik })
}

// examineDockerfile looks for the Dockerfile, and compares what it exposes with where
// the proxy is to find the app.
func (d *Deployer) examineDockerfile() []Finding {
	if !d.readsDockerfile() {
		return nil
	}
	b := d.cfg.Builder
	if err := d.build.checkDockerfile(); err != nil {
		fix := "write one, or say where it is with builder/dockerfile: kamal docs builder"
		if !errors.Is(err, fs.ErrNotExist) {
			fix = "ls -l " + escape.Quote(b.Dockerfile)
		}
		return []Finding{{Check: "dockerfile", Problem: err.Error(), Fix: fix, Fatal: true}}
	}
	file := b.Dockerfile
	if !filepath.IsAbs(file) {
		file = filepath.Join(d.cfg.WorkDir, file)
	}
	text, err := regular.ReadFile(file, regular.MaxText)
	if err != nil {
		return []Finding{{Check: "dockerfile", Problem: err.Error(), Fix: "ls -l " + escape.Quote(b.Dockerfile), Fatal: true}}
	}
	args := map[string]string{}
	for _, a := range b.Args {
		args[a.Name] = a.Value
	}
	return d.examinePorts(dockerfile.Read(string(text), b.Target, args))
}

func (d *Deployer) examinePorts(s dockerfile.Stage, found bool) []Finding {
	if !found {
		return []Finding{{
			Check: "dockerfile", Problem: fmt.Sprintf("the Dockerfile has no stage %q, which builder/target asks for", d.cfg.Builder.Target),
			Fix: "its stages: grep -i ^FROM " + escape.Quote(d.cfg.Builder.Dockerfile), Fatal: true,
		}}
	}
	var findings []Finding
	for _, r := range d.proxied() {
		port := r.Proxy.AppPort
		if port == 0 {
			port = 80
		}
		if len(s.Ports) == 0 || slices.Contains(s.Ports, port) {
			continue
		}
		findings = append(findings, Finding{
			Check: "dockerfile", Problem: fmt.Sprintf("the Dockerfile exposes port %d, and the proxy looks for role %s on port %d", s.Ports[0], r.Name, port),
			Fix: fmt.Sprintf("unless the app listens there too, set proxy/app_port: %d", s.Ports[0]),
		})
	}
	return findings
}

// examineGit looks for a version, and for what a build would leave out.
func (d *Deployer) examineGit(ctx context.Context) []Finding {
	if _, err := d.cfg.Version(); err != nil {
		return []Finding{{Check: "git", Problem: err.Error(), Fix: "git add -A && git commit -m first", Fatal: true}}
	}
	if d.cfg.Builder.Context != "" || d.cfg.Git().Root == "" {
		return nil
	}
	changes, err := d.ask(ctx, here, hostcmd.Uncommitted(d.cfg))
	if err != nil || changes == "" {
		return nil
	}
	return []Finding{{
		Check: "git", Problem: "these changes are not committed, and a build leaves them out:\n" + strings.TrimSpace(changes),
		Fix: "git add -A && git commit",
	}}
}
