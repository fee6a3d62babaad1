package cli

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/arch"
	"github.com/kamal-go/kamal/internal/starter"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// How long a first look at servers and names may take.
const (
	loginLimit  = 10 * time.Second
	lookupLimit = 3 * time.Second
)

// checkHosts logs in on the servers and asks for their architecture. It gives what
// is wrong.
func (n *newProject) checkHosts() (problems []string) {
	ctx, cancel := context.WithTimeout(n.ctx, loginLimit)
	defer cancel()
	reach, done, err := n.reach(ctx)
	if err != nil {
		return []string{err.Error()}
	}
	defer done()
	n.answers.Arch, n.answers.Here = nil, runtime.GOARCH
	for _, host := range n.answers.Hosts {
		var out bytes.Buffer
		cmd := commands.Command("uname", "-m")
		cmd.Stdout = &out
		if err := reach.Run(ctx, host, cmd); err != nil {
			problems = append(problems, fmt.Sprintf("%s can't be reached: %v", host, err))
			continue
		}
		if name := arch.Of(strings.TrimSpace(out.String())); name != "" && !slices.Contains(n.answers.Arch, name) {
			n.answers.Arch = append(n.answers.Arch, name)
		}
	}
	return problems
}

// reach gives what runs commands on the servers, as deploys will do.
func (n *newProject) reach(ctx context.Context) (kamal.Executor, func(), error) {
	text, err := n.found.Deploy(n.answers, schemaAddress)
	if err != nil {
		return nil, nil, err
	}
	cfg, err := n.parse(text)
	if err != nil {
		return nil, nil, err
	}
	options, err := sshx.FromConfig(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	options.Passphrase = n.passphrase
	ssh := sshx.New(options)
	var x kamal.Executor = ssh
	if n.program.Executor != nil {
		x = n.program.Executor(x)
	}
	return x, func() { _ = ssh.Close() }, nil
}

// checkDomain finds out whether somebody would issue a certificate for the domain,
// and gives what is in its way.
func (n *newProject) checkDomain() []string {
	n.answers.Plain = ""
	domain := n.answers.Domain
	if domain == "" {
		return nil
	}
	servers, names := n.addresses(n.answers.Hosts...), n.addresses(domain)
	switch {
	case len(n.answers.Hosts) > 1:
		n.answers.Plain = "The certificate is that of a load balancer in front of the servers."
		return nil
	case len(servers) > 0 && !slices.ContainsFunc(servers, starter.IsPublic):
		n.answers.Plain = "The server has no public address, so that nobody issues a certificate for it."
		return nil
	case len(names) == 0:
		return []string{fmt.Sprintf("%s has no address yet: let it point to %s", domain, enumeratedAddresses(servers, n.answers.Hosts))}
	case len(servers) > 0 && !slices.ContainsFunc(names, func(a netip.Addr) bool { return slices.Contains(servers, a) }):
		return []string{fmt.Sprintf("%s points to %s, and not to %s", domain, enumeratedAddresses(names, nil), enumeratedAddresses(servers, nil))}
	}
	return nil
}

// addresses gives those of names that have any.
func (n *newProject) addresses(names ...string) []netip.Addr {
	ctx, cancel := context.WithTimeout(n.ctx, lookupLimit)
	defer cancel()
	var all []netip.Addr
	for _, name := range names {
		found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", name)
		if err != nil {
			continue
		}
		for _, a := range found {
			all = append(all, a.Unmap())
		}
	}
	return all
}

func enumeratedAddresses(addresses []netip.Addr, otherwise []string) string {
	if len(addresses) == 0 {
		return strings.Join(otherwise, ", ")
	}
	var texts []string
	for _, a := range addresses {
		texts = append(texts, a.String())
	}
	return strings.Join(texts, ", ")
}
