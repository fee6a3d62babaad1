package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// refuseNowhere refuses a selection of hosts and roles that leaves a command
// nothing to work on: it would do nothing, and look as if it had done its work.
func (p *Session) refuseNowhere(cfg *config.Config, s kamal.Specifics) error {
	given := p.selection()
	if len(given.Hosts) == 0 && len(given.Roles) == 0 && !given.Primary || !p.worksOnHosts() {
		return nil
	}
	hosts, what := p.workplaces(cfg, s)
	if len(s.Hosts()) > 0 && len(hosts) > 0 {
		return nil
	}
	if len(s.Hosts()) == 0 {
		what = "anything"
	}
	return &cmdline.UsageError{Msg: fmt.Sprintf("nothing matched: none of what %s asks for runs %s", asked(given), what)}
}

// asked writes a selection as it was given.
func asked(s kamal.Selection) string {
	var words []string
	if s.Primary {
		words = append(words, "-p")
	}
	if len(s.Hosts) > 0 {
		words = append(words, "-h "+strings.Join(s.Hosts, ","))
	}
	if len(s.Roles) > 0 {
		words = append(words, "-r "+strings.Join(s.Roles, ","))
	}
	return strings.Join(words, " ")
}

// worksOnHosts reports whether a command minds which hosts are asked for: builds
// are made on this machine, whatever is deployed where.
func (p *Session) worksOnHosts() bool {
	path := p.commandPath()
	return !strings.HasPrefix(path, "build ") || path == "build pull" || path == "build deliver"
}

// workplaces gives the hosts that the command works on, of those asked for, and
// what runs on such hosts.
func (p *Session) workplaces(cfg *config.Config, s kamal.Specifics) (hosts []config.Host, what string) {
	switch path := p.commandPath(); path {
	case "deploy", "redeploy", "rollback", "build pull", "build deliver":
		return s.AppHosts(), "the app"
	case "app live", "app maintenance":
		return slices.DeleteFunc(s.AppHosts(), func(h config.Host) bool {
			return !slices.ContainsFunc(s.RolesOn(h), func(r *config.Role) bool { return r.Proxied })
		}), "a role behind the proxy"
	case "proxy upgrade", "traefik downgrade":
		return s.AppHosts(), "the app"
	}
	switch p.firstWord() {
	case "app":
		if p.given("container-id") {
			return s.Hosts(), "anything"
		}
		return s.AppHosts(), "the app"
	case "proxy":
		return slices.Concat(s.ProxyHosts(), s.TraefikHosts()), "anything behind a proxy"
	case "traefik":
		return s.TraefikHosts(), "anything behind Traefik"
	case "accessory":
		return p.accessoryPlaces(cfg, s)
	}
	return s.Hosts(), "anything"
}

// accessoryPlaces gives the hosts of the accessory that the command names. One
// that is not known is for the command itself to tell.
func (p *Session) accessoryPlaces(cfg *config.Config, s kamal.Specifics) (hosts []config.Host, what string) {
	if len(p.line.Words) == 0 || p.line.Words[0] == kamal.AllAccessories {
		return s.AccessoryHosts(), "an accessory"
	}
	a := cfg.Accessory(p.line.Words[0])
	if a == nil {
		return s.Hosts(), ""
	}
	return hostsOf(s, a), accessories(a.Name)
}

// hostsOf are an accessory's hosts that are worked on.
func hostsOf(s kamal.Specifics, a *config.Accessory) []config.Host {
	return slices.DeleteFunc(s.AccessoryHosts(), func(h config.Host) bool { return !slices.Contains(a.Hosts, h) })
}

func (p *Session) selection() kamal.Selection {
	return kamal.Selection{
		Hosts: commaList(p.options.Hosts), Roles: commaList(p.options.Roles), Primary: p.options.Primary,
	}
}

func commaList(s string) []string {
	var list []string
	for item := range strings.SplitSeq(s, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}
