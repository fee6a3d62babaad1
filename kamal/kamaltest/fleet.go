package kamaltest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	// Inside of testing/synctest the delay takes no time then, and what an operation
	// takes on the clock there is what it waits for: twice the delay a round trip.
	InMemory bool
}

// Fleet is the hosts of a [Recorder] behind real SSH: each is a server on a loopback
// port, which runs commands and forwards ports; it has no SFTP. Its methods may be
// called concurrently.
type Fleet struct {
	opts    FleetOptions
	dir     string
	world   *simhost.World
	network *sshtest.Network // nil: the machine's
	key     ssh.PublicKey
	hostKey ssh.Signer

	mu    sync.Mutex
	nodes map[string]*sshtest.Server
}

// Serve puts hosts behind real SSH. In a folder, which must be there, it writes what a
// client needs: see [Fleet.ConfigFile]. What comes that way is carried out, and not
// written down. A reply's Err drops the host's connections there, and as hosts see
// secrets in clear, its Line is matched against that. The fleet runs until it is closed.
func (r *Recorder) Serve(dir string, hosts []string, opts FleetOptions) (*Fleet, error) {
	if dir == "" {
		return nil, errors.New("serving hosts over SSH: name a folder for their keys")
	}
	f := &Fleet{
		opts: opts, dir: dir, world: r.sim(),
		hostKey: sshtest.NewKey(), nodes: map[string]*sshtest.Server{},
	}
	if opts.InMemory {
		f.network = sshtest.NewNetwork()
	}
	text, key := sshtest.NewPEM("")
	if err := os.WriteFile(filepath.Join(dir, "id_ed25519"), []byte(text), 0o600); err != nil {
		return nil, fmt.Errorf("writing the fleet's key: %w", err)
	}
	f.key = key
	for i, name := range hosts {
		if err := f.start(name, f.address(i)); err != nil {
			f.Close()
			return nil, fmt.Errorf("starting host %q: %w", name, err)
		}
	}
	if err := f.writeFiles(hosts); err != nil {
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
		f.server(name).Drop()
		return 255
	}
	return max(status, 0)
}

// ConfigFile is an ssh_config that says how to reach each host by its name, with
// which key, and that their keys are in the file known_hosts beside it. It serves for
// ssh -F too.
func (f *Fleet) ConfigFile() string { return filepath.Join(f.dir, "ssh_config") }

func (f *Fleet) writeFiles(hosts []string) error {
	var config, known strings.Builder
	for _, name := range hosts {
		s := f.server(name)
		fmt.Fprintf(&config, "Host %s\n  HostName 127.0.0.1\n  Port %d\n", name, s.Port())
		known.WriteString(s.KnownHosts())
	}
	keys := filepath.Join(f.dir, "known_hosts")
	fmt.Fprintf(&config, "Host *\n  User root\n  IdentityFile %q\n  IdentitiesOnly yes\n  IdentityAgent none\n  UserKnownHostsFile %q\n",
		filepath.Join(f.dir, "id_ed25519"), keys)
	return errors.Join(
		os.WriteFile(f.ConfigFile(), []byte(config.String()), 0o600),
		os.WriteFile(keys, []byte(known.String()), 0o600))
}

// Refuse makes a host refuse connections, and cuts those that are open; or accept them
// again. What it holds stays.
func (f *Fleet) Refuse(host string, refuse bool) error {
	s := f.server(host)
	if s == nil {
		return fmt.Errorf("no host of the fleet is named %q", host)
	}
	s.Close()
	if refuse {
		return nil
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
