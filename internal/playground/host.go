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

	number int
	dir    string
	tree   *tree
}

// Run runs a line in the host's shell as root, in root's login directory, and returns its
// standard output. It reaches the host from inside, so also while it is cut off.
func (h *Host) Run(ctx context.Context, line string) (string, error) {
	nsenter := exec.CommandContext(ctx, "nsenter", "--target", strconv.Itoa(h.tree.pid),
		"--mount", "--net", "--pid", "--uts", "/bin/sh", "-c", "cd /root\n"+line)
	nsenter.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "USER=root"}
	nsenter.WaitDelay = time.Second
	text, err := finish(nsenter)
	if err != nil {
		return text, fmt.Errorf("on %s: %w", h.Name, err)
	}
	return text, nil
}

// FillDisk fills the file system of root's login directory, which holds all that
// isn't docker's, to the last byte.
func (h *Host) FillDisk(ctx context.Context) error {
	_, err := h.Run(ctx, "dd if=/dev/zero of=/root/.filler bs=64k 2>/dev/null; test -s /root/.filler")
	return err
}

// FreeDisk undoes [Host.FillDisk].
func (h *Host) FreeDisk(ctx context.Context) error {
	_, err := h.Run(ctx, "rm -f /root/.filler")
	return err
}

func (p *Playground) startHost(ctx context.Context, number int) (*Host, error) {
	name := "host-" + strconv.Itoa(number)
	h := &Host{Name: name, Address: hostAddress(number), number: number, dir: p.path(name)}
	if err := p.writeHostFiles(ctx, h); err != nil {
		return nil, fmt.Errorf("preparing %s: %w", name, err)
	}
	var err error
	h.tree, err = startTree(h.dir, hostScript, true, name, h.Address+prefixLength)
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	if err := plugIn(ctx, number, h.tree.pid); err != nil {
		h.tree.kill()
		return nil, fmt.Errorf("connecting %s: %w", name, err)
	}
	return h, h.tree.open()
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
