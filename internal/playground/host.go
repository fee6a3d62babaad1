package playground

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

//go:embed host.sh
var hostScript string

// hostTimeout is how long a host's sshd and engine may take to answer.
const hostTimeout = 90 * time.Second

// Host is one server of a playground.
type Host struct {
	// Name is what the host calls itself: host-1, host-2 and so on.
	Name string
	// Address is the host's IP address, by which it is deployed to.
	Address string

	playground *Playground
	number     int
	dir        string
	tree       *tree
}

// Run runs a line in the host's shell as root, in root's login directory, and returns its
// standard output. It reaches the host from inside, so also while it is cut off.
func (h *Host) Run(ctx context.Context, line string) (string, error) {
	text, err := enter(ctx, h.tree, line, "--net", "--uts")
	if err != nil {
		return text, fmt.Errorf("on %s: %w", h.Name, err)
	}
	return text, nil
}

// enter runs a line among the processes of a tree, with its mounts and whatever else it has of
// its own.
func enter(ctx context.Context, t *tree, line string, own ...string) (string, error) {
	args := append([]string{"--target", strconv.Itoa(t.pid), "--mount", "--pid"}, own...)
	nsenter := exec.CommandContext(ctx, "nsenter", append(args, "/bin/sh", "-c", "cd /root\n"+line)...)
	nsenter.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "USER=root"}
	nsenter.WaitDelay = time.Second
	return finish(nsenter)
}

func (p *Playground) startHost(ctx context.Context, number int) (*Host, error) {
	name := "host-" + strconv.Itoa(number)
	h := &Host{Name: name, Address: hostAddress(number), playground: p, number: number, dir: p.path(name)}
	if err := p.writeHostFiles(ctx, h); err != nil {
		return nil, fmt.Errorf("preparing %s: %w", name, err)
	}
	return h, h.boot(ctx)
}

// boot starts what the host consists of, from the files that it has.
func (h *Host) boot(ctx context.Context) (err error) {
	h.tree, err = startTree(h.dir, hostScript, true, h.Name, h.Address+prefixLength)
	if err != nil {
		return fmt.Errorf("starting %s: %w", h.Name, err)
	}
	err = plugIn(ctx, h.number, h.tree.pid)
	if err == nil {
		err = h.tree.open()
	}
	if err != nil {
		h.tree.kill()
		return fmt.Errorf("connecting %s: %w", h.Name, err)
	}
	return nil
}

// waitForHost waits until docker answers over SSH, as it will be asked for later.
func (p *Playground) waitForHost(ctx context.Context, h *Host) error {
	ctx, cancel := context.WithTimeout(ctx, hostTimeout)
	defer cancel()
	ssh := []string{"ssh", "-F", p.path("home", ".ssh", "config"), "-o", "ConnectTimeout=2", h.Address, "docker version"}
	err := retry(ctx, func() error { return run(ctx, ssh) })
	if err != nil {
		return fmt.Errorf("%w: starting %s: %w\n%s", ErrUnsupported, h.Name, err, logEnds(h.dir))
	}
	return nil
}

// logEnds gives the last lines of each log in a folder.
func logEnds(dir string) string {
	logs, _ := filepath.Glob(filepath.Join(dir, "*.log"))
	var ends strings.Builder
	for _, log := range logs {
		if text, err := os.ReadFile(log); err == nil && len(text) > 0 {
			ends.WriteString(filepath.Base(log) + ": " + lastLines(string(text)) + "\n")
		}
	}
	return ends.String()
}
