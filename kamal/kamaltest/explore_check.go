package kamaltest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// longest is how much of the hosts' time an operation may take.
const longest = 30 * time.Minute

// run carries out a combination, and gives all that is wrong with what came of it.
func (tr *trial) run(ctx context.Context, c combination) []error {
	outer, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	gaps := &gaps{}
	tr.hazard.arm(c, cancel, func(host string) { tr.watch(gaps, host) })
	began := time.Now()
	err := tr.operation.Run(outer, tr.deployer(tr.after))
	took := time.Since(began)
	tr.hazard.disarm()
	wrong := gaps.all()
	if took > longest {
		wrong = append(wrong, fmt.Errorf("it took %s", took))
	}
	if c.trouble != mishapKilled {
		wrong = append(wrong, tr.checkReport(err)...)
	}
	if c.trouble != mishapKilled && (c.trouble.reaches() || c.spot.host != string(tr.after.PrimaryHost())) {
		wrong = append(wrong, tr.checkLock(ctx)...)
	}
	if !tr.operation.Removes && (tr.operation.Seamless || !c.trouble.lasts()) {
		wrong = append(wrong, tr.checkServing()...)
	}
	if err != nil {
		wrong = describe(wrong, err)
	}
	return append(wrong, tr.heal(ctx)...)
}

// describe puts to faults what the operation said.
func describe(wrong []error, err error) []error {
	for i, w := range wrong {
		wrong[i] = fmt.Errorf("%w\nthe operation said: %w", w, err)
	}
	return wrong
}

// gaps are moments in which a role was not served.
type gaps struct {
	mu    sync.Mutex
	found map[string]bool
}

func (g *gaps) add(text string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.found == nil {
		g.found = map[string]bool{}
	}
	g.found[text] = true
}

func (g *gaps) all() []error {
	g.mu.Lock()
	defer g.mu.Unlock()
	var all []error
	for _, text := range slices.Sorted(maps.Keys(g.found)) {
		all = append(all, errors.New(text))
	}
	return all
}

// watch looks whether a host serves what it served before.
func (tr *trial) watch(g *gaps, host string) {
	if !tr.operation.Seamless {
		return
	}
	for _, p := range tr.served {
		if string(p.host) == host && tr.serving(p) == "" {
			g.add(fmt.Sprintf("%s: %s was not served for a while", host, p.role.Name))
		}
	}
}

// checkServing looks for roles that are not served any more.
func (tr *trial) checkServing() []error {
	var wrong []error
	for _, p := range tr.served {
		if tr.serving(p) == "" {
			wrong = append(wrong, fmt.Errorf("%s: %s is not served any more; there run %v",
				p.host, p.role.Name, tr.hazard.Host(string(p.host)).Running()))
		}
	}
	return wrong
}

// checkReport compares what the operation says with what is so.
func (tr *trial) checkReport(err error) []error {
	boot, ok := errors.AsType[*kamal.BootError](err)
	switch {
	case ok:
		return tr.checkStates(boot.States)
	case err == nil && tr.operation.Lands != "":
		return tr.checkLanded()
	}
	return nil
}

func (tr *trial) checkLanded() []error {
	var wrong []error
	for _, p := range tr.places() {
		want := p.role.ContainerName(tr.landing())
		if got := tr.serving(p); got != want {
			wrong = append(wrong, fmt.Errorf("%s: it said that all went well, and %s is served by %q, not %q", p.host, p.role.Name, got, want))
		}
		if got := tr.running(p); len(got) > 1 && !tr.warnedOf(p.host, got[0]) {
			wrong = append(wrong, fmt.Errorf("%s: it said that all went well, and of %s there run %v", p.host, p.role.Name, got))
		}
	}
	return wrong
}

// warnedOf reports whether a warning about a host names a container.
func (tr *trial) warnedOf(h config.Host, container string) bool {
	return slices.ContainsFunc(tr.hazard.Events(), func(e kamal.Event) bool {
		w, ok := e.(kamal.Warning)
		return ok && w.Host == h && strings.Contains(w.Text, container)
	})
}

func (tr *trial) landing() config.Version {
	if tr.operation.Lands == "latest" {
		return layout.LatestTag(tr.after)
	}
	return tr.operation.Lands
}

func (tr *trial) checkStates(states []kamal.RoleState) []error {
	var wrong []error
	for _, s := range states {
		p := place{s.Host, tr.after.Role(s.Role)}
		got := tr.serving(p)
		want, known := expected(s, p.role)
		if known && !tr.serves(p, want) {
			wrong = append(wrong, fmt.Errorf("%s: it said %q, and %s is served by %q", p.host, s, s.Role, got))
		}
		if s.State == kamal.StateOld && slices.Contains(tr.running(p), p.role.ContainerName(s.Version)) && s.Before != s.Version {
			wrong = append(wrong, fmt.Errorf("%s: it said %q, and the new container still runs", p.host, s))
		}
	}
	return wrong
}

// serves reports whether a role is served by the container of a name, or by one
// that made room for another of that name. Without a proxy, or while proxies are
// replaced, all that run count.
func (tr *trial) serves(p place, want string) bool {
	serving := []string{tr.serving(p)}
	if !p.role.Proxied || !tr.operation.Seamless {
		serving = tr.running(p)
	}
	return slices.ContainsFunc(serving, func(name string) bool {
		return name == want || strings.HasPrefix(name, want+"_replaced_")
	})
}

// expected is the container that a state says serves, and whether it says so.
func expected(s kamal.RoleState, r *config.Role) (name string, known bool) {
	switch s.State {
	case kamal.StateNew:
		return r.ContainerName(s.Version), true
	case kamal.StateUnknown:
		return "", false
	}
	if s.Before == "" {
		return "", false // it is not known, or nothing ran
	}
	return r.ContainerName(s.Before), true
}

// checkLock looks whether a lock was left.
func (tr *trial) checkLock(ctx context.Context) []error {
	lock, err := tr.deployer(tr.after).Lock().Status(ctx)
	if err != nil {
		return []error{fmt.Errorf("asking for the lock: %w", err)}
	}
	if lock.Held {
		return []error{fmt.Errorf("the lock is still held:\n%s", lock.Details)}
	}
	return nil
}

// heal carries the operation out again, with nothing in its way.
func (tr *trial) heal(ctx context.Context) []error {
	wait := kamal.WithLockWait(kamal.LockWait{Wait: true, Timeout: 10 * time.Minute})
	if err := tr.operation.Run(ctx, tr.deployer(tr.after, wait)); err != nil {
		return []error{fmt.Errorf("the second run failed: %w", err)}
	}
	want, got := tr.ends[tr.operation.Name], tr.ending()
	var wrong []error
	for _, h := range tr.after.Hosts() {
		if want, got := want.running[string(h)], got.running[string(h)]; !slices.Equal(want, got) {
			wrong = append(wrong, fmt.Errorf("%s: after the second run there run %v, where without trouble there run %v", h, got, want))
		}
	}
	for _, p := range tr.places() {
		if want, got := want.serving[p], got.serving[p]; want != got {
			wrong = append(wrong, fmt.Errorf("%s: after the second run %s is served by %q, not %q", p.host, p.role.Name, got, want))
		}
	}
	return append(wrong, tr.checkLock(ctx)...)
}
