package kamaltest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// Exploration says what [Explore] goes through.
type Exploration struct {
	// Config gives the project's configuration for a version of the app: "1",
	// which runs at first, or "2", which is deployed.
	Config func(config.Version) (*config.Config, error)
	// Earlier gives the configuration from before a move to kamal-proxy. Without
	// it no operation moves anything.
	Earlier func(config.Version) (*config.Config, error)
	// Most is how many combinations are tried, spread evenly over all there are.
	// Zero tries all.
	Most int
	// Shard and Shards part the combinations: of every Shards one is tried, the
	// Shard-th, counted from 0. Zero Shards is one part. Tests that run in parallel
	// can share the work so.
	Shard, Shards int
}

// explored says what was gone through.
type explored struct {
	// Tried is how many combinations were tried, of Of.
	Tried, Of int
	// Missed is how many of those tried did not meet their command: what hosts do
	// at once comes in another order at times.
	Missed int
}

// Explore carries out on simulated hosts, over and over, what a project's hosts see in
// their life: setup, deploy, redeploy, rollback, a deploy of what runs already, reboots
// of the proxy and of the accessories, remove, and, where they are to be moved, upgrade.
// It does so for each operation, each command that a host gets in it, each program in that command
// and each trouble that can befall it there, once. The hosts are new each time,
// and run version 1 of the app when the operation calls for that. Then it fails
// the test unless all of this holds:
//
//   - The operation ends, within half an hour of the hosts' time.
//   - The lock is free, or the next who waits for it gets it.
//   - Every host on which a role served before still serves it. Where the
//     operation promises no interruption, it did so after every single command;
//     one that announces an interruption may leave it to its second run where the
//     trouble keeps it from the host until its end.
//   - What the error says of each role on each host is so, and without an error
//     all hosts run what was asked for.
//   - Once the trouble is over, the same operation works, and the hosts end up
//     with the same containers as if nothing had ever gone wrong.
//
// A failure names the operation, the host, the command and the trouble. No time
// passes, no server is needed, and nothing is run on this machine: hooks, builds
// and git are simulated too. Each combination takes a few milliseconds, and there
// are thousands of combinations; see Most.
func Explore(t *testing.T, e Exploration) {
	t.Helper()
	got := explore(t, e)
	t.Logf("%d of %d combinations were tried, %d of them missed their command", got.Tried, got.Of, got.Missed)
}

func explore(t *testing.T, e Exploration) explored {
	t.Helper()
	x, err := newExplorer(e)
	if err != nil {
		t.Fatal(err)
	}
	var all []combination
	for _, o := range x.operations {
		synctest.Test(t, func(t *testing.T) {
			found, err := x.scout(t.Context(), o)
			if err != nil {
				t.Fatalf("%s, with nothing in its way: %v", o.Name, err)
			}
			all = append(all, found...)
		})
	}
	return x.try(t, all)
}

// explorer is an exploration that has begun.
type explorer struct {
	Exploration
	operations []scenario
	troubles   []mishap
	before     *config.Config // version 1
	after      *config.Config // version 2
	earlier    *config.Config // version 1, before a move
	ends       map[string]ending
}

func newExplorer(e Exploration) (*explorer, error) {
	if e.Config == nil {
		return nil, errors.New("an Exploration needs a Config")
	}
	x := &explorer{Exploration: e, troubles: mishaps(), ends: map[string]ending{}}
	var err error
	if x.before, err = e.Config("1"); err != nil {
		return nil, err
	}
	if x.after, err = e.Config("2"); err != nil {
		return nil, err
	}
	if e.Earlier != nil {
		if x.earlier, err = e.Earlier("1"); err != nil {
			return nil, err
		}
	}
	x.operations = operationsOf(x.after, x.earlier != nil)
	return x, nil
}

// combination is an operation, and what befalls it where.
type combination struct {
	operation scenario
	spot      spot
	trouble   mishap
}

// spot is a place in an operation: a program of a command that a host gets.
type spot struct {
	host    string
	command int // from 0, among the host's own
	program int // from 1; 0 is the command as a whole
	line    string
}

// String tells a person where it is.
func (c combination) String() string {
	where := fmt.Sprintf("%s: %s: command %d of %s", c.operation.Name, c.trouble, c.spot.command+1, c.spot.host)
	if c.spot.program > 0 {
		where += fmt.Sprintf(", program %d", c.spot.program)
	}
	return where + ": " + c.spot.line
}

// try goes through those combinations that are asked for.
func (x *explorer) try(t *testing.T, all []combination) explored {
	t.Helper()
	done := explored{Of: len(all)}
	for i := range x.chosen(len(all)) {
		done.Tried++
		var wrong []error
		synctest.Test(t, func(t *testing.T) { // it does not go on once its t has failed
			tr, err := x.begin(t.Context(), all[i].operation)
			if err != nil {
				wrong = []error{fmt.Errorf("preparing: %w", err)}
				return
			}
			wrong = tr.run(t.Context(), all[i])
			if !tr.hazard.met() {
				done.Missed++
			}
		})
		for _, err := range wrong {
			t.Errorf("%v\n%v", all[i], err)
		}
	}
	return done
}

// chosen are the indexes to try, of n.
func (x *explorer) chosen(n int) func(yield func(int) bool) {
	most := n
	if x.Most > 0 {
		most = min(x.Most, n)
	}
	shards := max(x.Shards, 1)
	return func(yield func(int) bool) {
		for k := x.Shard; k < most; k += shards {
			if !yield(k * n / most) {
				return
			}
		}
	}
}

// scout carries out an operation that nothing befalls, notes how it ends, and
// gives all its combinations.
func (x *explorer) scout(ctx context.Context, o scenario) ([]combination, error) {
	tr, err := x.begin(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("preparing: %w", err)
	}
	if err := o.Run(ctx, tr.deployer(x.after)); err != nil {
		return nil, err
	}
	x.ends[o.Name] = tr.ending()
	var all []combination
	for _, s := range tr.hazard.seen() {
		for _, trouble := range x.troubles {
			all = append(all, combinations(o, s, trouble)...)
		}
	}
	return all, nil
}

// combinations are the places in a command where a trouble differs.
func combinations(o scenario, s seen, trouble mishap) []combination {
	if s.host == Local && !trouble.local() {
		return nil
	}
	if !trouble.within() {
		return []combination{{o, spot{s.host, s.command, 0, s.line}, trouble}}
	}
	var all []combination
	for p := 1; p <= s.programs; p++ {
		all = append(all, combination{o, spot{s.host, s.command, p, s.line}, trouble})
	}
	return all
}

// trial is one operation on hosts of its own.
type trial struct {
	*explorer
	operation scenario
	hazard    *hazard
	served    []place
}

// place is a role on a host.
type place struct {
	host config.Host
	role *config.Role
}

// begin makes hosts and brings them to where the operation begins.
func (x *explorer) begin(ctx context.Context, o scenario) (*trial, error) {
	r := NewRecorder(nil)
	r.SetService(x.after.Repository(), x.after.Service)
	tr := &trial{explorer: x, operation: o, hazard: newHazard(r)}
	if err := o.Prepare(ctx, tr); err != nil {
		return nil, err
	}
	tr.hazard.reset()
	for _, p := range tr.places() {
		if tr.serving(p) != "" {
			tr.served = append(tr.served, p)
		}
	}
	return tr, nil
}

// deployer gives a Deployer for the trial's hosts.
func (tr *trial) deployer(cfg *config.Config, options ...kamal.Option) *kamal.Deployer {
	r := tr.hazard.Recorder
	return kamal.New(cfg, tr.hazard, append([]kamal.Option{
		kamal.WithLocal(tr.hazard), kamal.WithEvents(r.note), kamal.WithRandom(&r.random),
	}, options...)...)
}

// places are the roles of the configuration on their hosts.
func (tr *trial) places() []place {
	var all []place
	for _, r := range tr.after.Roles {
		for _, h := range r.Hosts {
			all = append(all, place{h, r})
		}
	}
	return all
}

// running are the containers of a role that run on a host, the oldest first.
func (tr *trial) running(p place) []string {
	var names []string
	for _, name := range tr.hazard.Host(string(p.host)).Running() {
		for _, v := range []config.Version{"1", "2", layout.LatestTag(tr.after)} {
			if own := p.role.ContainerName(v); name == own || strings.HasPrefix(name, own+"_replaced_") {
				names = append(names, name)
			}
		}
	}
	return names
}

// serving is the container that serves a role on a host: the one that
// kamal-proxy has, or where it has none to do with it the newest that runs.
func (tr *trial) serving(p place) string {
	host := tr.hazard.Host(string(p.host))
	running := tr.running(p)
	if p.role.Proxied && !slices.Contains(host.Running(), "traefik") {
		return host.Serving(p.role.ContainerPrefix)
	}
	if len(running) == 0 {
		return ""
	}
	return running[len(running)-1]
}

// ending is what the hosts hold when an operation is over.
type ending struct {
	running map[string][]string // by host, sorted
	serving map[place]string
}

func (tr *trial) ending() ending {
	end := ending{map[string][]string{}, map[place]string{}}
	for _, h := range tr.after.Hosts() {
		names := tr.hazard.Host(string(h)).Running()
		slices.SortFunc(names, cmp.Compare[string])
		end.running[string(h)] = names
	}
	for _, p := range tr.places() {
		end.serving[p] = tr.serving(p)
	}
	return end
}
