package playground

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
)

// needed are the programs a playground runs, each with its Debian package.
var needed = []struct{ program, pkg string }{
	{"docker", "docker.io"},
	{"dockerd", "docker.io"},
	{"docker-registry", "docker-registry"},
	{"sshd", "openssh-server"},
	{"ssh", "openssh-client"},
	{"ssh-keygen", "openssh-client"},
	{"ip", "iproute2"},
	{"iptables", "iptables"},
	{"nsenter", "util-linux"},
	{"hostname", "hostname"},
	{"git", "git"},
}

// sudo is the package that an account needs to become root. Hosts can do without.
const sudo = "sudo"

// startPolicy is where Debian packages ask whether they may start their services.
const startPolicy = "/usr/sbin/policy-rc.d"

func missingPackages() []string {
	var missing []string
	seen := map[string]bool{}
	for _, n := range needed {
		if _, err := lookPath(n.program); err != nil && !seen[n.pkg] {
			seen[n.pkg] = true
			missing = append(missing, n.pkg)
		}
	}
	return missing
}

// lookPath also finds the programs of administrators, whose folder isn't on everyone's path.
func lookPath(program string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return path, nil
	}
	return exec.LookPath("/usr/sbin/" + program)
}

func (p *Playground) installPackages(ctx context.Context) error {
	if _, err := lookPath(sudo); err != nil {
		if err := p.install(ctx, sudo); err != nil {
			p.sayf("going on without sudo: %v", err)
		}
	}
	if missing := missingPackages(); len(missing) > 0 {
		return p.install(ctx, missing...)
	}
	return nil
}

// install installs Debian packages on this machine, and so on all hosts.
func (p *Playground) install(ctx context.Context, missing ...string) error {
	p.sayf("installing Debian packages: %s", strings.Join(missing, " "))
	allow, err := forbidServices()
	if err != nil {
		return err
	}
	install := append([]string{"apt-get", "install", "-y", "-q", "--no-install-recommends"}, missing...)
	err = run(ctx, install, "DEBIAN_FRONTEND=noninteractive")
	if err != nil {
		p.sayf("updating the list of packages first")
		err = errors.Join(run(ctx, []string{"apt-get", "update", "-q"}), ctx.Err())
		if err == nil {
			err = run(ctx, install, "DEBIAN_FRONTEND=noninteractive")
		}
	}
	if err = errors.Join(err, allow()); err != nil {
		return fmt.Errorf("%w: installing packages: %w", ErrUnsupported, err)
	}
	return nil
}

// forbidServices keeps packages from starting an engine or an sshd for this machine: the
// playground starts its own. The function it returns undoes that.
func forbidServices() (func() error, error) {
	policy, err := os.OpenFile(startPolicy, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return func() error { return nil }, nil
	}
	if err != nil {
		return nil, err
	}
	_, err = policy.WriteString("#!/bin/sh\nexit 101\n")
	return func() error { return os.Remove(startPolicy) }, errors.Join(err, policy.Close())
}
