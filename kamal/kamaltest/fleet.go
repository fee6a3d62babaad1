package kamaltest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/simhost"
	"github.com/kamal-go/kamal/internal/sshtest"
)

// FleetOptions say what a [Fleet] is like. The zero value has no delay.
type FleetOptions struct {
	// Delay is how long every byte takes, each way.
	Delay time.Duration
	// InMemory opens no ports: the hosts are reached through [Fleet.Dial] alone.
	// Inside of testing/synctest the delay takes no time then, and
	// [Fleet.RoundTrips] counts what is waited for.
	InMemory bool
	// Service names the service whose label images carry that no build has
	// pushed. Empty is the last part of the image's name.
	Service string
}

// Fleet is simulated hosts that are reached over real SSH: each is a server on
// a loopback port, with a simulated Docker engine behind it. Its methods may be
// called concurrently.
type Fleet struct {
	opts    FleetOptions
	dir     string
	world   *simhost.World
	network *sshtest.Network // nil: the machine's
	key     ssh.PublicKey
	hostKey ssh.Signer

	mu    sync.Mutex
	hosts []string
	nodes map[string]*sshtest.Server
}

// NewFleet starts hosts of these names. In a folder, which must be there, it
// writes what a client needs: see [Fleet.ConfigFile]. The fleet runs until it is
// closed.
func NewFleet(dir string, hosts []string, opts FleetOptions) (*Fleet, error) {
	f := &Fleet{
		opts: opts, dir: dir, world: simhost.NewWorld(), hosts: hosts,
		hostKey: sshtest.NewKey(), nodes: map[string]*sshtest.Server{},
	}
	if opts.InMemory {
		f.network = sshtest.NewNetwork()
	}
	if opts.Service != "" {
		f.world.SetService("*", opts.Service)
	}
	var err error
	if f.key, err = writeKey(filepath.Join(dir, "id_ed25519")); err != nil {
		return nil, fmt.Errorf("making the fleet's key: %w", err)
	}
	for i, name := range hosts {
		if err := f.start(name, f.address(i)); err != nil {
			f.Close()
			return nil, fmt.Errorf("starting host %q: %w", name, err)
		}
	}
	if err := f.writeFiles(); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func (f *Fleet) start(name, addr string) error {
	listen := sshtest.Listen
	if f.network != nil {
		listen = f.network.Listen
	}
	s, err := listen(addr, sshtest.Options{
		Delay: f.opts.Delay, HostKeys: []ssh.Signer{f.hostKey}, AuthorizedKeys: []ssh.PublicKey{f.key},
		Handler: func(ctx context.Context, r sshtest.Request) int { return f.handle(ctx, name, r) },
	})
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.nodes[name] = s
	return nil
}

// handle carries out a line. One that ends in an error drops the connection.
func (f *Fleet) handle(ctx context.Context, name string, r sshtest.Request) int {
	status, err := f.world.Host(name).Run(ctx, r.Line, simhost.Streams{Stdin: r.Stdin, Stdout: r.Stdout, Stderr: r.Stderr})
	if err != nil && ctx.Err() == nil {
		f.Drop(name)
		return 255
	}
	return max(status, 0)
}

// ConfigFile is an ssh_config that says how to reach each host by its name, with
// which key, and where host keys are kept. It serves for ssh -F too.
func (f *Fleet) ConfigFile() string { return filepath.Join(f.dir, "ssh_config") }

// KnownHostsFile holds the keys of the hosts.
func (f *Fleet) KnownHostsFile() string { return filepath.Join(f.dir, "known_hosts") }

func (f *Fleet) writeFiles() error {
	var config, known strings.Builder
	f.mu.Lock()
	for _, name := range f.hosts {
		fmt.Fprintf(&config, "Host %s\n  HostName 127.0.0.1\n  Port %d\n", name, f.nodes[name].Port())
		known.WriteString(f.nodes[name].KnownHosts())
	}
	f.mu.Unlock()
	fmt.Fprintf(&config, "Host *\n  User root\n  IdentityFile %q\n  IdentitiesOnly yes\n  IdentityAgent none\n  UserKnownHostsFile %q\n",
		filepath.Join(f.dir, "id_ed25519"), f.KnownHostsFile())
	return errors.Join(
		os.WriteFile(f.ConfigFile(), []byte(config.String()), 0o600),
		os.WriteFile(f.KnownHostsFile(), []byte(known.String()), 0o600))
}

// sim is the hosts that there are.
func (f *Fleet) sim() *simhost.World {
	if f == nil || f.world == nil {
		panic("kamaltest: a Fleet is made by NewFleet")
	}
	return f.world
}

// Hosts are the names of the hosts.
func (f *Fleet) Hosts() []string { return slices.Clone(f.hosts) }

// Host gives a host, to look at or to change.
func (f *Fleet) Host(name string) *Host { return &Host{f.sim().Host(name)} }

// Add makes commands go differently. Here a reply's Err drops the host's
// connections. Since hosts see secrets in clear, Line is matched against that.
func (f *Fleet) Add(replies ...Reply) {
	for _, r := range replies {
		f.sim().Add(r.fault())
	}
}

// Break makes containers of an image exit with status 1 at once on a host, whenever
// they are started. In both a * stands for any text.
func (f *Fleet) Break(host, image string) { f.sim().Break(host, image) }

// Drop cuts all connections of a host.
func (f *Fleet) Drop(host string) {
	if s := f.server(host); s != nil {
		s.Drop()
	}
}

// Refuse makes a host refuse connections, and cuts those that are open. What it
// holds stays; [Fleet.Accept] brings it back.
func (f *Fleet) Refuse(host string) {
	if s := f.server(host); s != nil {
		s.Close()
	}
}

// Accept makes a host that refuses connections accept them again.
func (f *Fleet) Accept(host string) error {
	s := f.server(host)
	if s == nil {
		return fmt.Errorf("no host of the fleet is named %q", host)
	}
	if err := f.start(host, s.Addr()); err != nil {
		return fmt.Errorf("starting host %q: %w", host, err)
	}
	return nil
}

// Connections is how many connections a host has accepted so far.
func (f *Fleet) Connections(host string) int {
	if s := f.server(host); s != nil {
		return s.Connections()
	}
	return 0
}

// Close ends all hosts.
func (f *Fleet) Close() {
	f.mu.Lock()
	nodes := f.nodes
	f.nodes = map[string]*sshtest.Server{}
	f.mu.Unlock()
	var wg sync.WaitGroup
	for _, s := range nodes {
		wg.Go(s.Close)
	}
	wg.Wait()
}

func (f *Fleet) server(host string) *sshtest.Server {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.nodes[host]
}
