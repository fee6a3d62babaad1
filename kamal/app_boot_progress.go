package kamal

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

// State is how far a role has come on a host.
type State string

// The states of a role on a host during a boot.
const (
	// StateUntouched: nothing was done; whatever ran before runs on.
	StateUntouched State = "untouched"
	// StateStarting: the new container was being started when the work ended.
	StateStarting State = "starting"
	// StateOld: the new container did not come up, and was stopped; whatever ran
	// before runs on.
	StateOld State = "old"
	// StateNew: the new container runs and has taken over.
	StateNew State = "new"
	// StateReverted: the new container had taken over, and the old one was put back.
	StateReverted State = "reverted"
	// StateUnknown: the host was lost while it switched over.
	StateUnknown State = "unknown"
)

// RoleState is the state of one role on one host.
type RoleState struct {
	Host  config.Host
	Role  string
	State State
	// Before is the version that ran before, empty when none did or it is not
	// known; Version is the new one.
	Before, Version config.Version
	// Interrupted says that an interruption kept the new container from coming up.
	Interrupted bool
}

// String gives the state as a sentence.
func (s RoleState) String() string {
	before := "nothing runs"
	if s.Before != "" {
		before = "version " + s.Before.Short() + " runs"
	}
	switch s.State {
	case StateNew:
		return fmt.Sprintf("%s %s: version %s runs", s.Host, s.Role, s.Version.Short())
	case StateUntouched:
		return fmt.Sprintf("%s %s: not touched", s.Host, s.Role)
	case StateOld:
		if s.Interrupted {
			return fmt.Sprintf("%s %s: %s, version %s was stopped before it had taken over", s.Host, s.Role, before, s.Version.Short())
		}
		return fmt.Sprintf("%s %s: %s, version %s did not come up", s.Host, s.Role, before, s.Version.Short())
	case StateReverted:
		return fmt.Sprintf("%s %s: %s again, version %s was taken back", s.Host, s.Role, before, s.Version.Short())
	case StateStarting:
		return fmt.Sprintf("%s %s: %s, version %s was being started", s.Host, s.Role, before, s.Version.Short())
	default:
		return fmt.Sprintf("%s %s: not known, the host was lost: versions %s and %s may both run, until the next deploy",
			s.Host, s.Role, orNone(s.Before), s.Version.Short())
	}
}

func orNone(v config.Version) string {
	if v == "" {
		return "before"
	}
	return v.Short()
}

// BootError is a boot, or a deploy, that did not get through on every host. It
// tells which host is in which state.
type BootError struct {
	// States are in the order of the work.
	States []RoleState
	Err    error
}

// Error gives the error alone; the states are for whoever shows it.
func (e *BootError) Error() string { return fmt.Sprint(e.Err) }

// Unwrap gives the error.
func (e *BootError) Unwrap() error { return e.Err }

// Partial reports whether some hosts run the new version and some do not.
func (e *BootError) Partial() bool {
	switched := 0
	for _, s := range e.States {
		if s.State == StateNew {
			switched++
		}
	}
	return switched > 0 && switched < len(e.States)
}

// Report gives the states, one a line.
func (e *BootError) Report() string {
	lines := make([]string, len(e.States))
	for i, s := range e.States {
		lines[i] = s.String()
	}
	return strings.Join(lines, "\n")
}

// progress notes the states while a boot runs.
type progress struct {
	mu     sync.Mutex
	states []RoleState
	// containers are those that ran before, by host and role, for a revert.
	containers map[string]string
	// findings are what was found on hosts for the boot, as long as it is true.
	findings map[config.Host]finding
	// proxies are those that ran when it was checked whether they are the right ones.
	proxies map[config.Host]hostcmd.Proxies
	// proxiesLeft are the hosts whose proxy is left to the boot of the app.
	proxiesLeft []config.Host
}

// finding is what of the app was found on a host, by roles.
type finding struct {
	states map[string]hostcmd.State
	// early says that it was found before the lock was held: it may have changed.
	early bool
}

func newProgress(s Specifics, v config.Version) *progress {
	p := &progress{containers: map[string]string{}, findings: map[config.Host]finding{}, proxies: map[config.Host]hostcmd.Proxies{}}
	for _, h := range s.appHosts {
		for _, r := range s.RolesOn(h) {
			p.states = append(p.states, RoleState{Host: h, Role: r.Name, State: StateUntouched, Version: v})
		}
	}
	return p
}

// set notes a state, and what ran before if that is known now.
func (p *progress) set(host config.Host, role *config.Role, state State) {
	p.update(host, role, func(s *RoleState) { s.State = state })
}

// ranBefore notes what runs, by the version it was booted as: a container that
// made room for another of its version has a longer name.
func (p *progress) ranBefore(host config.Host, role *config.Role, v config.Version, container string) {
	p.update(host, role, func(s *RoleState) { s.Before = bootedAs(v) })
	p.mu.Lock()
	defer p.mu.Unlock()
	p.containers[string(host)+" "+role.Name] = container
}

// containerBefore is the name of the container that ran before, or empty.
func (p *progress) containerBefore(host config.Host, role *config.Role) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.containers[string(host)+" "+role.Name]
}

func (f finding) anyStale() bool {
	for _, s := range f.states {
		if len(s.Stale) > 0 {
			return true
		}
	}
	return false
}

// find notes what was found on a host.
func (p *progress) find(h config.Host, f finding) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.findings[h] = f
}

// findProxies notes which proxies run on a host, if there is a boot to come.
func (p *progress) findProxies(h config.Host, found hostcmd.Proxies) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.proxies[h] = found
}

// proxiesOn gives the proxies that run on a host, as far as that is known.
func (p *progress) proxiesOn(h config.Host) hostcmd.Proxies {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.proxies[h]
}

// leaveProxies notes whose proxies are left to the boot of the app.
func (p *progress) leaveProxies(on []config.Host) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.proxiesLeft = on
}

func (p *progress) isProxyLeft(h config.Host) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.proxiesLeft, h)
}

// foundOn gives what was found on a host.
func (p *progress) foundOn(h config.Host) (f finding, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f, ok = p.findings[h]
	return f, ok
}

// anyFound reports whether anything that was found is still true.
func (p *progress) anyFound() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.findings) > 0
}

// forget drops what was found on hosts, for it may have changed.
func (p *progress) forget(hosts ...config.Host) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, h := range hosts {
		delete(p.findings, h)
	}
}

// allNew reports whether the new version has taken over everywhere.
func (p *progress) allNew() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !slices.ContainsFunc(p.states, func(s RoleState) bool { return s.State != StateNew })
}

func (p *progress) update(host config.Host, role *config.Role, change func(*RoleState)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.states {
		if p.states[i].Host == host && p.states[i].Role == role.Name {
			change(&p.states[i])
		}
	}
}

// failed makes the error of a boot that did not get through, or of a deploy
// around it.
func (p *progress) failed(err error) error {
	if _, told := errors.AsType[*BootError](err); told {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return &BootError{States: slices.Clone(p.states), Err: err}
}
