package kamal

import (
	"context"
	"fmt"
	"net/netip"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// exposed finds what the configuration, or that of ssh, gives to more than need it.
func (d *Deployer) exposed(ctx context.Context) []Finding {
	var findings []Finding
	for _, a := range d.cfg.Accessories {
		for _, port := range publicPorts(a) {
			findings = append(findings, Finding{
				Check:   "open ports",
				Problem: fmt.Sprintf("accessory %q listens on all addresses of its hosts, whatever their firewall says: port %s", a.Name, port),
				Fix:     fmt.Sprintf(`unless all the world may reach it, publish it on one address, in accessories/%s: "127.0.0.1:%s"`, a.Name, port),
			})
		}
	}
	return append(findings, d.forwardedAgents(ctx)...)
}

// publicPorts are the ports of an accessory that are published without an address,
// each as HOST:CONTAINER.
func publicPorts(a *config.Accessory) []string {
	published := []string{a.Publish}
	for _, o := range a.Options {
		if o.Name == "publish" || o.Name == "p" {
			published = append(published, o.Values...)
		}
	}
	var public []string
	for _, p := range published {
		if port, ok := onAllAddresses(p); ok && p != "" {
			public = append(public, port)
		}
	}
	return public
}

// onAllAddresses reports whether docker publishes on every address for this value
// of its --publish, and gives the value without an address.
func onAllAddresses(publish string) (port string, ok bool) {
	i := strings.LastIndexByte(publish, ':')
	j := strings.LastIndexByte(publish[:max(i, 0)], ':')
	if j < 0 {
		return publish, true
	}
	addr, err := netip.ParseAddr(strings.Trim(publish[:j], "[]"))
	return publish[j+1:], publish[:j] == "" || err == nil && addr.IsUnspecified()
}

// forwardedAgents finds the hosts that may use the ssh agent here.
func (d *Deployer) forwardedAgents(ctx context.Context) []Finding {
	var hosts []string
	for _, h := range d.spec.hosts {
		if as, err := d.asWhom(ctx, h); err == nil && as.ForwardsAgent { // an error shows when the host is asked
			hosts = append(hosts, string(h))
		}
	}
	if len(hosts) == 0 {
		return nil
	}
	return []Finding{{
		Check:   "agent",
		Problem: fmt.Sprintf("the ssh agent here is forwarded to %s: whoever is root there can log in with its keys meanwhile", strings.Join(hosts, ", ")),
		Fix:     "unless something there needs it, put \"ForwardAgent no\" into ~/.ssh/config, and set ssh/forward_agent: false",
	}}
}

// examineModes finds what other accounts of a host can look into.
func examineModes(h config.Host, f hostcmd.Findings) []Finding {
	var findings []Finding
	if f.OpenDirectory != "" {
		findings = append(findings, Finding{
			Check: "modes", Hosts: []config.Host{h}, Problem: fmt.Sprintf("any account of the host can look into %s, where secrets and keys lie", f.OpenDirectory),
			Fix: "the next deploy closes it; at once: kamal server exec" + there + " " + escape.Quote("chmod o-rwx "+escape.Quote(f.OpenDirectory)),
		})
	}
	if len(f.OpenFiles) > 0 {
		findings = append(findings, Finding{
			Check: "modes", Hosts: []config.Host{h}, Problem: "these files with secrets are open to any account of the host: " + strings.Join(f.OpenFiles, ", "),
			Fix: "the next deploy or push of env files closes those that it writes; at once: kamal server exec" + there + " " + escape.Quote(commands.Command("chmod", "600").Arg(f.OpenFiles...).String()),
		})
	}
	return findings
}
