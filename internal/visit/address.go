package visit

import (
	"net"
	"net/url"
	"slices"
	"strconv"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// Address is where an app is to be found.
type Address struct {
	// URL is what users ask for.
	URL url.URL
	// Server is a host that answers for it, Port where.
	Server string
	Port   int
	// Several says that there are other servers.
	Several bool
}

// Of gives the address of the primary role, when it is behind kamal-proxy on ports
// that the configuration knows of.
func Of(cfg *config.Config) (Address, bool) {
	role := cfg.PrimaryRole()
	if role == nil || !role.Proxied || len(role.Hosts) == 0 || cfg.OnTraefik(role.Hosts[0]) {
		return Address{}, false
	}
	server, p := role.Hosts[0], role.Proxy
	a := Address{URL: url.URL{Scheme: "http", Path: "/"}, Server: string(server), Port: 80, Several: len(role.Hosts) > 1}
	plain, secure := 80, 443
	if run := layout.ProxyRunFor(cfg, server); run != nil {
		if !run.Publish || len(run.BindIPs) > 0 {
			return Address{}, false
		}
		plain, secure = run.HTTPPort, run.HTTPSPort
	}
	a.Port = plain
	if p.SSL {
		a.URL.Scheme, a.Port = "https", secure
	}
	host := string(server)
	if i := slices.IndexFunc(p.Hosts, func(h string) bool { return h != "" && h[0] != '*' }); i >= 0 {
		host = p.Hosts[i]
	} else if len(p.Hosts) > 0 {
		return Address{}, false // any name below a domain
	}
	if len(p.PathPrefixes) > 0 {
		a.URL.Path = p.PathPrefixes[0]
	}
	a.URL.Host = host
	if a.Port != 80 && !p.SSL || a.Port != 443 && p.SSL {
		a.URL.Host = net.JoinHostPort(host, strconv.Itoa(a.Port))
	} else if net.ParseIP(host) != nil && net.ParseIP(host).To4() == nil {
		a.URL.Host = "[" + host + "]"
	}
	return a, true
}

// text is the address as people write it.
func (a Address) text() string {
	if a.URL.Path == "/" {
		return a.URL.Scheme + "://" + a.URL.Host
	}
	return a.URL.String()
}
