package sshx

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"os/user"
	"strconv"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

// maxJumps bounds the servers between here and a host.
const maxJumps = 8

// target is one server with all that is settled about it.
type target struct {
	name         string // as it was asked for, with user and port
	asked        string // the same without them: what ssh_config knows it by
	host, user   string
	port         int
	jump         bool    // it is on the way to a host
	begins       bool    // it is to open channels, for what it listens to
	unlike       bool    // the way to it is not the one of ssh_config
	via          *target // the server before it, if any
	proxyCommand string
	proxyGate    string // the command before tokens: what it probably connects to
	settings     *sshconfig.Host
}

func (t *target) addr() string { return net.JoinHostPort(t.host, strconv.Itoa(t.port)) }

func (t *target) String() string { return t.user + "@" + t.addr() }

// key tells connections apart: the same server by the same way is the same.
func (t *target) key() string {
	if t.via != nil {
		return t.via.key() + ">" + t.String()
	}
	return t.proxyCommand + ">" + t.String()
}

// gate names the server that carries the load of a start: the one that logs
// somebody in. A jump host does that once, however many hosts lie behind it.
func (t *target) gate() string {
	switch {
	case t.via != nil:
		return t.via.key() + ">" + t.addr()
	case t.proxyCommand != "":
		return t.proxyGate
	}
	return t.addr()
}

// path lists what lies between here and the server, nearest first.
func (t *target) path() []string {
	if t.via != nil {
		return append(t.via.path(), t.via.String())
	}
	if t.proxyCommand != "" {
		return []string{"ProxyCommand " + t.proxyCommand}
	}
	return nil
}

func (t *target) same(o *target) bool {
	return t.user == o.user && t.port == o.port && strings.EqualFold(t.host, o.host)
}

// target settles how a host is reached.
func (e *Executor) target(ctx context.Context, host string) (*target, error) {
	if err := e.made(); err != nil {
		return nil, err
	}
	p, err := parseEndpoint(host)
	if err != nil {
		return nil, err
	}
	p.user, p.port = cmp.Or(p.user, e.opts.User), cmp.Or(p.port, e.opts.Port)
	t, err := e.settle(ctx, p, defaultUser)
	if err != nil {
		return nil, err
	}
	t.name, t.unlike = host, e.opts.Proxy != "" || e.opts.ProxyCommand != ""
	switch {
	case e.opts.Proxy == "none":
	case e.opts.Proxy != "":
		err = e.through(ctx, t, e.opts.Proxy, defaultUser, 0)
	case e.opts.ProxyCommand != "":
		t.setProxyCommand(proxyTokens(e.opts.ProxyCommand, p.host, t), e.opts.ProxyCommand)
	default:
		err = e.configuredProxy(ctx, t, 0)
	}
	return t, err
}

// settle asks ssh_config about one server and fills in the defaults.
func (e *Executor) settle(ctx context.Context, p endpoint, defaultUser string) (*target, error) {
	if p.user != "" {
		if err := checkUser(p.user); err != nil {
			return nil, err
		}
	}
	settings, err := e.configs.Resolve(sshconfig.Query{
		Host: p.host, User: p.user, Port: p.port, DefaultUser: defaultUser,
		Files: e.opts.ConfigFiles, Home: e.opts.Home, Getenv: e.opts.Getenv,
		Exec: func(line string) bool { return localShell(ctx, line).Run() == nil },
	})
	if err != nil {
		return nil, err
	}
	for _, note := range settings.Notes {
		e.opts.Logger.Debug("ssh configuration", "note", note)
	}
	if !sshconfig.ValidHost(settings.HostName) {
		return nil, fmt.Errorf("reading HostName %q of ssh_config: not a host name", settings.HostName)
	}
	if err := checkUser(cmp.Or(settings.User, defaultUser)); err != nil {
		return nil, err
	}
	return &target{
		name: p.host, asked: p.host, host: settings.HostName, settings: settings,
		user: cmp.Or(settings.User, defaultUser), port: cmp.Or(settings.Port, defaultPort),
	}, nil
}

func (e *Executor) configuredProxy(ctx context.Context, t *target, depth int) error {
	if t.settings.ProxyJump != "" {
		return e.through(ctx, t, t.settings.ProxyJump, localUser(), depth)
	}
	t.setProxyCommand(t.settings.ProxyCommand, t.settings.ProxyCommand)
	return nil
}

// through puts the jump hosts of a list before t. The first of them is reached
// as ssh_config says for it; a server that would jump through itself is reached
// straight, so that `Host *` may name a jump host.
func (e *Executor) through(ctx context.Context, t *target, list, defaultUser string, depth int) error {
	if depth >= maxJumps {
		return fmt.Errorf("reading jump hosts %q: more than %d", list, maxJumps)
	}
	jumps, err := parseEndpoints(list)
	if err != nil {
		return err
	}
	var via *target
	for i, p := range jumps {
		hop, err := e.settle(ctx, p, defaultUser)
		if err != nil {
			return err
		}
		hop.jump = true
		if hop.same(t) {
			return nil
		}
		if i > 0 {
			hop.via, hop.unlike = via, true
		} else if err := e.configuredProxy(ctx, hop, depth+1); err != nil {
			return err
		}
		via = hop
	}
	t.via = via
	return nil
}

func (t *target) setProxyCommand(command, gate string) {
	t.proxyCommand = command
	t.proxyGate = strings.ReplaceAll(gate, t.host, "%h")
}

func (e *Executor) connectTimeout(t *target) time.Duration {
	return cmp.Or(e.opts.ConnectTimeout, t.settings.ConnectTimeout, defaultConnectTimeout)
}

func (e *Executor) keepAlive(t *target) time.Duration {
	return cmp.Or(e.opts.KeepAlive, t.settings.ServerAliveInterval, defaultKeepAlive)
}

// forwardedAgent is the socket whose agent the host may use, or empty.
func (e *Executor) forwardedAgent(t *target) string {
	configured := t.settings.AgentForward
	switch {
	case configured != "" && configured != "yes" && configured != "no":
		return configured
	case e.opts.ForwardAgent || configured == "yes":
		return e.agentSocket(t)
	}
	return ""
}

func proxyTokens(command, name string, t *target) string {
	return strings.NewReplacer("%%", "%", "%h", t.host, "%p", strconv.Itoa(t.port), "%r", t.user, "%n", name).Replace(command)
}

func localUser() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return defaultUser
}
