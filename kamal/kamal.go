package kamal

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"sync"

	"github.com/kamal-go/kamal/kamal/config"
)

// Deployer carries out operations: deploys, rollbacks, and everything else that
// the command line offers. Its methods are named as the commands are. It is made
// by [New], and serves one run of a program: hook pre-connect runs once in its
// life. Its methods may be called one after the other, not at once.
type Deployer struct {
	cfg       *config.Config
	spec      Specifics
	remote    Executor
	local     Executor
	lockWait  LockWait
	skipHooks bool
	command   string

	// These change on copies, for the time of an operation.
	version   config.Version
	progress  *progress
	onFailure config.OnFailure
	allGroups bool // boots go on with the next group after one that failed

	run *run
}

// run is what all copies of a Deployer share.
type run struct {
	mu         sync.Mutex
	connect    exclusive
	identity   exclusive
	tying      sync.Mutex
	secrets    sync.Once
	events     func(Event)
	random     io.Reader
	rehearsed  bool
	connected  bool
	connectErr error
	performer  string
	cord       string
	masks      maskCache
	told       map[string]bool
	lost       *lostHosts
	sessions   map[session]config.Registry
}

// New gives a Deployer for a configuration, which reaches its hosts through
// remote. Without options it works on all hosts, runs hooks, builds on this
// machine, fails at once on a held lock, and is silent.
func New(cfg *config.Config, remote Executor, options ...Option) *Deployer {
	d := &Deployer{
		cfg:    cfg,
		spec:   allOf(cfg),
		remote: remote,
		local:  Local{Dir: cfg.WorkDir, Environ: cfg.Environ},
		run: &run{
			connect: newExclusive(), identity: newExclusive(),
			lost:   &lostHosts{hosts: map[config.Host]*lostHost{}},
			events: func(Event) {}, random: rand.Reader, told: map[string]bool{}, sessions: map[session]config.Registry{},
		},
	}
	for _, o := range options {
		o(d)
	}
	return d
}

// Option changes what [New] makes.
type Option func(*Deployer)

// WithSpecifics narrows all operations to some hosts and roles.
func WithSpecifics(s Specifics) Option { return func(d *Deployer) { d.spec = s } }

// WithLocal sets what runs the commands of this machine: builds, git, hooks. It
// is called with an empty host.
func WithLocal(x Executor) Option { return func(d *Deployer) { d.local = x } }

// WithEvents sets the callback for events.
func WithEvents(f func(Event)) Option { return func(d *Deployer) { d.run.events = f } }

// WithLockWait makes operations wait for a held lock.
func WithLockWait(w LockWait) Option { return func(d *Deployer) { d.lockWait = w } }

// WithoutHooks skips all hooks.
func WithoutHooks() Option { return func(d *Deployer) { d.skipHooks = true } }

// WithCommand names the command that hooks are told of in KAMAL_COMMAND.
func WithCommand(name string) Option { return func(d *Deployer) { d.command = name } }

// WithRandom sets the source of the random parts of names. With a fixed one,
// an operation sends the same commands each time.
func WithRandom(r io.Reader) Option { return func(d *Deployer) { d.run.random = r } }

// WithRehearsal is for operations on hosts that are not real, where nothing takes
// time: it leaves out the pauses that give containers and proxies time to settle,
// and neither makes nor removes folders on this machine.
func WithRehearsal() Option { return func(d *Deployer) { d.run.rehearsed = true } }

// Config is the configuration.
func (d *Deployer) Config() *config.Config { return d.cfg }

// Specifics are the hosts and roles that operations work on.
func (d *Deployer) Specifics() Specifics { return d.spec }

// at gives a copy that works on one version of the app.
func (d *Deployer) at(v config.Version) *Deployer {
	c := *d
	c.version = v
	return &c
}

// atConfigured is at for the configuration's version.
func (d *Deployer) atConfigured() (*Deployer, error) {
	v, err := d.cfg.Version()
	return d.at(v), err
}

// on gives a copy that works on some hosts only.
func (d *Deployer) on(hosts []config.Host) *Deployer {
	c := *d
	c.spec = d.spec.only(hosts)
	return &c
}

// emit hands an event on.
func (d *Deployer) emit(e Event) {
	d.run.mu.Lock()
	defer d.run.mu.Unlock()
	d.run.events(e)
}

// note and warn tell something that is about no one host.
func (d *Deployer) note(format string, args ...any) {
	d.emit(Note{Text: d.mask(fmt.Sprintf(format, args...))})
}

func (d *Deployer) warn(format string, args ...any) {
	d.emit(Warning{Text: d.mask(fmt.Sprintf(format, args...))})
}

// hex gives n random hexadecimal digits.
func (d *Deployer) hex(n int) (string, error) {
	d.run.mu.Lock()
	defer d.run.mu.Unlock()
	b := make([]byte, n/2)
	if _, err := io.ReadFull(d.run.random, b); err != nil {
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
