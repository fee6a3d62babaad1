package sshx

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/kamal-go/kamal/internal/sshconfig"
	"github.com/kamal-go/kamal/kamal/commands"
)

// Executor runs commands on hosts over SSH. It keeps one connection a host
// until it is closed. It is made by [New]. All methods may be called concurrently.
type Executor struct {
	opts  Options
	gates *gates
	pool  *pool
	keys  keyRing
	known knownHosts

	configs  sshconfig.Files
	accepted accepted
	agents   chan struct{} // held while talking to the agent

	closing chan struct{} // closed by Close
	once    sync.Once

	mu      sync.Mutex
	targets map[string]*target
	anew    map[string]bool // hosts that need a login of our own
	fed     map[string]bool // hosts that commands with input are to come to
}

// New gives an executor. Nothing is read and no host is reached before the
// first command.
func New(opts Options) *Executor {
	opts = opts.withDefaults()
	return &Executor{
		opts:    opts,
		gates:   newGates(opts.MaxConcurrentStarts),
		pool:    &pool{dials: map[string]*dialing{}},
		agents:  make(chan struct{}, agentTurns),
		closing: make(chan struct{}),
		targets: map[string]*target{},
		anew:    map[string]bool{},
		fed:     map[string]bool{},
	}
}

// made is an error for an executor that is a literal, or nil.
func (e *Executor) made() error {
	if e == nil || e.closing == nil {
		return errors.New("this Executor was not made by sshx.New")
	}
	return nil
}

// Close ends all connections and forwardings, and what still runs over them
// gets a [LostError]. The
// executor can't be used afterwards. It always returns nil.
func (e *Executor) Close() error {
	if e.made() != nil {
		return nil
	}
	e.once.Do(func() { close(e.closing) })
	e.pool.close()
	return nil
}

// Run runs a command on a host and waits until it has ended and all its output
// has been written. A command that fails gives an [ExitError].
//
// When the context ends first, the command is ended on the host, and the error
// is the context's; Run then returns within about five seconds. An error from
// cmd.Stdin or from a writer ends the command too. After the command has ended,
// Run does not wait for a Read of cmd.Stdin that still blocks.
func (e *Executor) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	if ctx.Err() != nil {
		return ended(ctx)
	}
	c, s, err := e.session(ctx, host, cmd.Stdin != nil && !cmd.StdinCanWait)
	if err != nil {
		return err
	}
	return c.run(ctx, s, cmd)
}

// ExpectInput says that commands with input come to a host soon. On a connection that is
// made from now on, they take one round trip instead of two from the beginning, for a
// shell waits for them; without that, this is so after the first of them.
func (e *Executor) ExpectInput(host string) {
	if e.made() != nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fed[host] = true
}

func (e *Executor) expectsInput(host string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.fed[host]
}

// session gives a session on the host. A connection that turns out to be lost
// before anything was sent over it is made again, once.
func (e *Executor) session(ctx context.Context, host string, input bool) (*conn, *session, error) {
	for again := true; ; again = false {
		c, err := e.connection(ctx, host)
		if err != nil {
			return nil, nil, err
		}
		s, err := c.session(ctx, input)
		if _, lost := errors.AsType[*LostError](err); !lost || !again {
			return c, s, err
		}
	}
}

// connection gives the host's connection, and makes it if need be.
func (e *Executor) connection(ctx context.Context, host string) (*conn, error) {
	t, err := e.settled(ctx, host)
	if err != nil {
		return nil, err
	}
	return e.pool.get(ctx, "host "+host, func(ctx context.Context) (*conn, error) { return e.reach(ctx, t) })
}

// settled is target, asked once for each host.
func (e *Executor) settled(ctx context.Context, host string) (*target, error) {
	if err := e.made(); err != nil {
		return nil, err
	}
	e.mu.Lock()
	t := e.targets[host]
	e.mu.Unlock()
	if t != nil {
		return t, nil
	}
	t, err := e.target(ctx, host)
	if err != nil {
		return nil, fmt.Errorf("connecting to %q: %w", host, err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.targets[host] = t
	return t, nil
}
