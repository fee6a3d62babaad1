package kamal

import (
	"crypto/rand"
	"io"

	"github.com/kamal-go/kamal/kamal/config"
)

// Deployer carries out what is about the whole: deploys, rollbacks, and the moves
// between the proxies. All else is with its families, which are named as on the
// command line: [Deployer.App], [Deployer.Accessory] and so on. It is made by
// [New], and serves one run of a program: hook pre-connect runs once in its life.
// Its methods and those of its families may be called one after the other, not at
// once.
type Deployer struct {
	*engine
	lock       Lock
	registry   Registry
	files      files
	neighbours neighbours
	checks     checks
	prune      Prune
	env        Env
	server     Server
	build      Build
	accessory  Accessory
	app        App
	proxies    proxies
	mover      mover
	proxy      Proxy
	traefik    Proxy
}

// New gives a Deployer for a configuration, which reaches its hosts through
// remote. Without options it works on all hosts, runs hooks, builds on this
// machine, fails at once on a held lock, and is silent. It panics without an executor,
// or with a configuration that [config.Load], [config.Parse] and [config.Build] have
// not made.
func New(cfg *config.Config, remote Executor, options ...Option) *Deployer {
	if cfg == nil || cfg.Secrets == nil {
		panic("kamal: New needs a configuration that config.Load, Parse or Build has made")
	}
	if isNil(remote) {
		panic("kamal: New needs an executor")
	}
	e := newEngine(cfg, remote)
	for _, o := range options {
		if o != nil {
			o(e)
		}
	}
	if e.spec.cfg == nil {
		e.spec = allOf(cfg)
		e.refuse("these Specifics ask for nothing: make them with NewSpecifics")
	}
	return newDeployer(e)
}

// Option changes what [New] makes.
type Option func(*engine)

// WithSpecifics narrows all operations to some hosts and roles.
func WithSpecifics(s Specifics) Option { return func(e *engine) { e.spec = s } }

// WithLocal sets what runs the commands of this machine: builds, git, hooks. It
// is called with an empty host. None is an error of every operation.
func WithLocal(x Executor) Option {
	return func(e *engine) {
		if e.local = x; isNil(x) {
			e.refuse("WithLocal got no executor")
		}
	}
}

// WithEvents adds a callback for events; nil is none. Several get each event in turn.
func WithEvents(f func(Event)) Option {
	return func(e *engine) {
		if f != nil {
			e.run.delivery.add(f)
		}
	}
}

// WithLockWait makes operations wait for a held lock. A negative time is an error of
// every operation.
func WithLockWait(w LockWait) Option {
	return func(e *engine) {
		if e.lockWait = w; w.Timeout < 0 || w.Interval < 0 {
			e.refuse("waiting for the lock for %s, every %s: a time can't be negative", w.Timeout, w.Interval)
		}
	}
}

// WithoutHooks skips all hooks.
func WithoutHooks() Option { return func(e *engine) { e.skipHooks = true } }

// WithCommand names the command that hooks are told of in KAMAL_COMMAND.
func WithCommand(name string) Option { return func(e *engine) { e.command = name } }

// WithRandom sets the source of the random parts of names. With a fixed one,
// an operation sends the same commands each time; nil is the system's own.
func WithRandom(r io.Reader) Option {
	return func(e *engine) {
		if e.run.random = r; r == nil {
			e.run.random = rand.Reader
		}
	}
}

// WithRehearsal is for operations on hosts that are not real, where nothing takes
// time: it leaves out the pauses that give containers and proxies time to settle,
// and neither makes nor removes folders on this machine.
// Hooks in Go are not called; those in files run, by what [WithLocal] says.
func WithRehearsal() Option { return func(e *engine) { e.run.rehearsed, e.run.planned = true, true } }

// WithoutMachine is for tests, which must not depend on where they run. It leaves out
// what [WithRehearsal] does, and looks neither for hooks nor for the Dockerfile among
// the project's files, nor for keys at home; hooks in Go are called. Files that an
// accessory uploads are read.
func WithoutMachine() Option {
	return func(e *engine) { e.run.rehearsed, e.run.withoutFiles = true, true }
}

// Config is the configuration; nil of a Deployer that [New] has not made.
func (d *Deployer) Config() *config.Config {
	if d.orZero().engine == nil {
		return nil
	}
	return d.cfg
}

// Specifics are the hosts and roles that operations work on.
func (d *Deployer) Specifics() Specifics { return d.orZero().specifics() }

// App is the app: its containers and images on the hosts.
func (d *Deployer) App() App { return d.orZero().app }

// Accessory is the accessory of a name, or with the name all every one.
func (d *Deployer) Accessory(name string) Accessory { return d.orZero().accessory.of(name) }

// Proxy is kamal-proxy; in a mixed fleet Traefik too, on the hosts that have it.
func (d *Deployer) Proxy() Proxy { return d.orZero().proxy }

// Traefik is the proxy of Kamal 1. Where kamal-proxy is enabled its operations are an
// error that wraps [ErrUsage], and anywhere those that kamal-proxy alone has.
func (d *Deployer) Traefik() Proxy { return d.orZero().traefik }

// Build is the making of the image.
func (d *Deployer) Build() Build { return d.orZero().build }

// Registry is where the image is.
func (d *Deployer) Registry() Registry { return d.orZero().registry }

// Server is the hosts themselves.
func (d *Deployer) Server() Server { return d.orZero().server }

// Lock is the deploy lock.
func (d *Deployer) Lock() Lock { return d.orZero().lock }

// Env is the env files that are pushed by hand.
func (d *Deployer) Env() Env { return d.orZero().env }

// Prune is the removal of what is old.
func (d *Deployer) Prune() Prune { return d.orZero().prune }
