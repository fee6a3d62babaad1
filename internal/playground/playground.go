package playground

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"
)

// DefaultHosts is how many hosts [Up] makes when Options doesn't say.
const DefaultHosts = 2

// MaxHosts is how many hosts a playground can have.
const MaxHosts = 100

const (
	upTimeout   = 10 * time.Minute
	downTimeout = time.Minute
)

// Options says what a playground has. The zero value is two hosts, made silently.
type Options struct {
	// Hosts is the number of hosts; zero means [DefaultHosts].
	Hosts int
	// Dir is the folder in which the playground makes a folder of its own for
	// all its data; empty means [os.TempDir]. It must not be under /run.
	Dir string
	// Wait is how long to wait for another playground to end; zero means not at all.
	Wait time.Duration
	// Log gets a line for each thing that is done; nil means nowhere.
	Log io.Writer
}

// Playground is a set of running hosts with a registry and a build engine.
// Its methods may be called from several goroutines, [Playground.Down] only once.
type Playground struct {
	// Hosts are the servers, in the order of their addresses.
	Hosts []*Host
	// Registry is the address of the image registry, host:port. It knows
	// no users: any name and password will do.
	Registry string
	// PrivateRegistry is that of one with the same images that knows the user deployer
	// only; see [Playground.SetRegistryPassword].
	PrivateRegistry string
	// KeyFile is the private key that every host accepts for root, and for the
	// accounts deploy, which may use docker but is nobody else, newcomer, which may use
	// sudo but not docker, and guest, whom sudo asks for a password.
	KeyFile string

	dir      string
	log      io.Writer
	lock     *os.File
	workshop *tree
}

// Up makes a playground. It returns when every host can be used over SSH, and the
// registry holds the proxy's image. If it fails nothing is left behind. It gives
// an error that wraps [ErrUnsupported] where this machine can't carry a
// playground, and [ErrBusy] while another one is up.
func Up(ctx context.Context, options Options) (*Playground, error) {
	count := cmp.Or(options.Hosts, DefaultHosts)
	if count < 1 || count > MaxHosts {
		return nil, fmt.Errorf("making a playground: %d hosts: want 1 to %d", count, MaxHosts)
	}
	if err := Supported(); err != nil {
		return nil, err
	}
	p := &Playground{Registry: registryAddress, PrivateRegistry: privateRegistryAddress, log: cmp.Or[io.Writer](options.Log, io.Discard)}
	if err := p.claim(ctx, options); err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, upTimeout)
	defer cancel()
	if err := p.build(limited, count); err != nil {
		// What fails while ctx ends fails because of that, whatever it says.
		err = fmt.Errorf("making a playground: %w", cmp.Or(ctx.Err(), err))
		return nil, errors.Join(err, p.Down(context.WithoutCancel(ctx)))
	}
	return p, nil
}

// Down ends all processes of the playground and removes all that it made but
// installed packages and the cached build plugin. It does as much as it can before
// it returns the joined errors, and takes a minute at most whatever ctx says.
func (p *Playground) Down(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, downTimeout)
	defer cancel()
	p.workshop.kill()
	for _, host := range p.Hosts {
		host.tree.kill()
	}
	err := clear(ctx, p.dir)
	return errors.Join(err, p.lock.Close())
}

// claim makes sure that this is the only playground, clears what a killed one
// left, and makes the folder for the data.
func (p *Playground) claim(ctx context.Context, options Options) (err error) {
	if p.lock, err = waitForLock(ctx, options.Wait); err != nil {
		return err
	}
	if err = clear(ctx, leftFolder(p.lock)); err == nil {
		p.dir, err = os.MkdirTemp(options.Dir, "kamal-playground-")
	}
	if err == nil {
		err = noteFolder(p.lock, p.dir)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("making a playground: %w", err), p.lock.Close())
	}
	return nil
}

func (p *Playground) build(ctx context.Context, count int) error {
	if err := p.installPackages(ctx); err != nil {
		return err
	}
	if err := p.makeHome(ctx); err != nil {
		return err
	}
	if err := p.installBuildx(ctx); err != nil {
		return err
	}
	if err := makeBridge(ctx); err != nil {
		return err
	}
	p.sayf("starting %d hosts and a registry", count)
	for i := range count {
		host, err := p.startHost(ctx, i+1)
		if err != nil {
			return err
		}
		p.Hosts = append(p.Hosts, host)
	}
	if err := p.startWorkshop(ctx); err != nil {
		return err
	}
	if err := p.writeKnownHosts(); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, host := range p.Hosts {
		group.Go(func() error { return p.waitForHost(ctx, host) })
	}
	group.Go(func() error { return p.pushProxy(ctx) })
	group.Go(func() error { return buildProgram(ctx, "app", p.app()) })
	return group.Wait()
}

func (p *Playground) sayf(format string, values ...any) {
	fmt.Fprintf(p.log, format+"\n", values...)
}

func (p *Playground) path(elements ...string) string {
	return filepath.Join(append([]string{p.dir}, elements...)...)
}
