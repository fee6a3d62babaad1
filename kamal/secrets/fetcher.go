package secrets

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/environ"
	"github.com/kamal-go/kamal/kamal/config"
)

// defaultTimeout is how long a fetch may take. It leaves a person the time to find a second factor.
const defaultTimeout = 5 * time.Minute

// Request says what to fetch.
type Request struct {
	// Adapter names the vault; see [Adapters].
	Adapter string
	// Account is whom to log in as. Some vaults require it, some take it for a profile, some ignore it.
	Account string
	// From is where the names are: a vault, a folder, a project, an item. Empty means that they say so themselves.
	From string
	// Names are the secrets to fetch, in the vault's own form.
	Names []string
}

// Fetcher fetches secrets. The zero value uses the programs of this machine. A Fetcher may be used by several
// goroutines and must not be copied. Its logins never run at the same time.
type Fetcher struct {
	// Dir is where the vaults' programs run; empty means this process's working directory.
	Dir string
	// Environ is the environment, each NAME=value; nil means this process's. Programs are looked for on the
	// PATH of this process all the same.
	Environ []string
	// Stdin is what programs read answers from; nil means this process's standard input.
	Stdin io.Reader
	// Stderr is where programs ask and complain; nil means this process's standard error.
	Stderr io.Writer
	// Timeout limits each fetch, logins and questions included; zero means five minutes.
	Timeout time.Duration
	// Run runs a program in place of all that: by its words and without a shell, with env added to the
	// environment. Both may hold the key of a session: don't print them. It returns all that the program wrote to
	// standard output, when it failed as well. Any error means that it failed; one that wraps [exec.ErrNotFound]
	// means that there is no such program. It ends the program when the context ends. Several goroutines call it
	// at once.
	Run func(ctx context.Context, args, env []string) ([]byte, error)

	mu    sync.Mutex
	calls map[string]*call
	login chan struct{} // holds one token while a login runs
}

// call is a fetch that is under way or done.
type call struct {
	done      chan struct{}
	values    config.Secret
	err       error
	abandoned bool // ended with its caller's context, which says nothing to others
}

// Fetch returns the secrets asked for, as one JSON object on one line: names in the order in which they were
// fetched, each value text, or null where the vault has an entry without one. [Extract] reads it. Equal requests are made once, and get the same values or the same error;
// only a fetch that ended because its context did is made again. The error wraps [UsageError] when the request
// can't be right, and [MissingProgramError], [ErrNotLoggedIn], [ProgramError] or [ErrNotFound] for what goes
// wrong with the vault.
func (f *Fetcher) Fetch(ctx context.Context, r Request) (config.Secret, error) {
	a, err := lookup(r.Adapter)
	if err != nil {
		return config.Secret{}, fmt.Errorf("fetching secrets: %w", err)
	}
	key := fmt.Sprintf("%s %q %q %q", a.name, r.Account, r.From, r.Names)
	for {
		c, first := f.claim(key)
		if first {
			f.lead(ctx, c, key, f.open(a, r))
			return c.values, c.err
		}
		select {
		case <-c.done:
		case <-ctx.Done():
			return config.Secret{}, fmt.Errorf("fetching secrets from %s: %w", a.name, context.Cause(ctx))
		}
		if !c.abandoned {
			return c.values, c.err
		}
	}
}

// claim returns the call for a key, and whether the caller is the one to make it.
func (f *Fetcher) claim(key string) (*call, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if c, ok := f.calls[key]; ok {
		return c, false
	}
	if f.calls == nil {
		f.calls = map[string]*call{}
		f.login = make(chan struct{}, 1)
	}
	c := &call{done: make(chan struct{}), abandoned: true}
	f.calls[key] = c
	return c, true
}

func (f *Fetcher) lead(ctx context.Context, c *call, key string, v *vault) {
	defer func() {
		if c.abandoned {
			f.mu.Lock()
			delete(f.calls, key)
			f.mu.Unlock()
		}
		close(c.done)
	}()
	err := f.work(ctx, v)
	if err != nil {
		c.err = fmt.Errorf("fetching secrets from %s: %w", v.adapter.name, err)
	} else {
		c.values = config.NewSecret(v.found.json())
	}
	c.abandoned = err != nil && ctx.Err() != nil
}

func (f *Fetcher) open(a *adapter, r Request) *vault {
	v := &vault{adapter: a, account: r.Account, from: r.From, names: r.Names, runs: f.run, getenv: environ.Getenv(f.Environ)}
	if !a.fromApart {
		v.names = join(r.From, r.Names)
	}
	return v
}

func (f *Fetcher) work(ctx context.Context, v *vault) error {
	if err := v.check(); err != nil {
		return err
	}
	limit := cmp.Or(f.Timeout, defaultTimeout)
	late := fmt.Errorf("giving up after %s: %w", limit, context.DeadlineExceeded)
	ctx, cancel := context.WithTimeoutCause(ctx, limit, late)
	defer cancel()
	if err := v.checkVersion(ctx); err != nil {
		return err
	}
	if err := f.logIn(ctx, v); err != nil {
		return fmt.Errorf("logging in: %w", err)
	}
	return v.adapter.fetch(ctx, v)
}

// logIn looks at the login and makes it in one go: a second fetch from the same vault, waiting here, finds it made.
func (f *Fetcher) logIn(ctx context.Context, v *vault) error {
	if v.adapter.login == nil {
		return nil
	}
	select {
	case f.login <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-f.login }()
	return v.adapter.login(ctx, v)
}
