package advice

import (
	"errors"
	"strings"

	"github.com/kamal-go/kamal/kamal"
)

// ofLock is about a lock that another holds.
func (t trouble) ofLock() *next {
	e, ok := errors.AsType[*kamal.LockedError](t.err)
	release := t.kamal("lock release")
	switch {
	case !ok:
		return nil
	case e.ByHand:
		return &next{"somebody took it by hand, and nothing else gives it back", release}
	case e.Waited > 0:
		return &next{"if nobody deploys any more, give it back", release}
	}
	wait := next{"wait for it", t.again("--lock-wait")}
	return &next{wait.String() + "\nor, if nobody deploys any more, give it back", release}
}

func (t trouble) ofHook() *next {
	if !isA[*kamal.HookError](t.err) {
		return nil
	}
	return &next{"once it is mended do the same again, or without any hook", t.again("--skip-hooks")}
}

// ofHosts is about what hosts, containers and images are like.
func (t trouble) ofHosts() *next {
	if e, ok := errors.AsType[*kamal.ProxyRefusedError](t.err); ok {
		return new(t.refused(e))
	}
	if e, ok := errors.AsType[*kamal.UnhealthyError](t.err); ok {
		return new(t.unhealthy(e))
	}
	switch {
	case errors.Is(t.err, kamal.ErrNotOnHosts):
		return &next{"which versions are there", t.kamal("app versions")}
	case errors.Is(t.err, kamal.ErrOutputTooLong):
		return &next{"write it to a file there, and take what you need", t.on(t.hosts, "COMMAND > /tmp/output")}
	case isA[*kamal.BuildError](t.err) && strings.Contains(t.said, "dockerfile"):
		return &next{"write one, or name another in builder/dockerfile", "kamal docs builder"}
	case isA[*kamal.BuildError](t.err):
		return &next{"what docker printed is above; once it is mended, build alone", t.kamal("build push")}
	case isA[*kamal.RegistryError](t.err):
		return &next{"try the login alone", t.kamal("registry login")}
	}
	return nil
}

func (t trouble) unhealthy(e *kamal.UnhealthyError) next {
	if e.Version == "" {
		return next{"what it logged", t.kamal("accessory logs " + e.Role)}
	}
	const say = "does it listen on app_port, on all addresses, and answer its health path? All of its log, until a prune"
	if t.Container == nil || t.here() {
		return next{say, t.kamal("app containers")}
	}
	return next{say, t.on(t.hosts[:1], "docker logs "+t.Container(e.Role, e.Version))}
}

// refusals are the proxy's words, and what to type about them.
var refusals = []struct {
	words, say, command string
}{
	{"unable to load error pages", "the proxy's log has the line", "proxy logs"},
	{"unable to load certificate", "the proxy's log has the reason", "proxy logs"},
	{"no such container", "start the proxy", "proxy boot"},
	{"is not running", "start the proxy", "proxy boot"},
}

func (t trouble) refused(e *kamal.ProxyRefusedError) next {
	reason := strings.ToLower(e.Reason)
	if strings.Contains(reason, "host settings conflict") {
		return next{"which service has it", t.on(t.hosts, "docker exec kamal-proxy kamal-proxy list")}
	}
	for _, r := range refusals {
		if strings.Contains(reason, r.words) {
			return next{r.say, t.kamal(r.command, only(t.hosts)...)}
		}
	}
	return next{"what the proxy says of itself", t.kamal("proxy logs", only(t.hosts)...)}
}
