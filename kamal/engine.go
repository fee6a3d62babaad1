package kamal

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// engine is how operations get to hosts and to this machine: it sends commands,
// carries out steps on many hosts at once, runs hooks, tells of events, and keeps
// secrets out of what is shown. It knows nothing of what the commands are for.
type engine struct {
	cfg       *config.Config
	spec      Specifics
	remote    Executor
	local     Executor
	lockWait  LockWait
	lookup    func(context.Context, string) ([]string, error)
	refusal   error // of every operation
	skipHooks bool
	command   string

	// These change on copies, for the time of an operation.
	version   config.Version
	progress  *progress
	onFailure config.OnFailure
	allGroups bool // boots go on with the next group after one that failed

	run *run
}

// run is what all copies of an engine share.
type run struct {
	mu           sync.Mutex
	connect      exclusive
	identity     exclusive
	tying        sync.Mutex
	secrets      sync.Once
	delivery     *delivery
	random       io.Reader
	goHooks      map[string][]hookFunc
	rehearsed    bool
	planned      bool // nothing may have an effect outside
	withoutFiles bool // of this machine
	connected    bool
	connectErr   error
	performer    string
	cord         string
	masks        maskCache
	commands     atomic.Int64 // begun so far
	holding      atomic.Int64 // operations that have the lock
	told         map[string]bool
	lost         *lostHosts
	sessions     map[session]login
}

func newEngine(cfg *config.Config, remote Executor) *engine {
	return &engine{
		cfg:    cfg,
		spec:   allOf(cfg),
		remote: remote,
		local:  Local{Dir: cfg.WorkDir, Environ: cfg.Environ},
		run: &run{
			connect: newExclusive(), identity: newExclusive(),
			lost:     &lostHosts{hosts: map[config.Host]*lostHost{}},
			delivery: newDelivery(), random: rand.Reader, told: map[string]bool{}, goHooks: map[string][]hookFunc{}, sessions: map[session]login{},
		},
	}
}

// at gives a copy that works on one version of the app.
func (eng *engine) at(v config.Version) *engine {
	if eng == nil {
		return nil
	}
	c := *eng
	c.version = v
	return &c
}

// on gives a copy that works on some hosts only.
func (eng *engine) on(hosts []config.Host) *engine {
	c := *eng
	c.spec = eng.spec.only(hosts)
	return &c
}

// emit hands an event on that is about a host, or about none. What all events have
// is filled in here.
func (eng *engine) emit(ctx context.Context, h config.Host, e Event) {
	w := workOf(ctx)
	eng.run.delivery.emit(ctx, e.with(Head{Time: time.Now(), Host: h, Step: w.step, Command: w.command}))
}

// operate frames all that tells of events: see [delivery.operate].
func (eng *engine) operate(ctx context.Context, fn func(context.Context) error) error {
	if err := eng.made(); err != nil {
		return err
	}
	return eng.run.delivery.operate(ctx, fn)
}

// note and warn tell something that is about no one host.
func (eng *engine) note(ctx context.Context, format string, args ...any) {
	eng.emit(ctx, here, Note{Text: eng.mask(fmt.Sprintf(format, args...))})
}

func (eng *engine) warn(ctx context.Context, format string, args ...any) {
	eng.emit(ctx, here, Warning{Text: eng.mask(fmt.Sprintf(format, args...))})
}

// hex gives n random hexadecimal digits.
func (eng *engine) hex(n int) (string, error) {
	eng.run.mu.Lock()
	defer eng.run.mu.Unlock()
	b := make([]byte, n/2)
	if _, err := io.ReadFull(eng.run.random, b); err != nil {
		return "", err
	}
	return hex.EncodeToString(b), nil
}

// first reports whether it is asked about something for the first time in this run.
func (r *run) first(what string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.told[what]
	r.told[what] = true
	return !before
}
