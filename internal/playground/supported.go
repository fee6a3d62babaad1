package playground

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// ErrUnsupported is wrapped by errors that say why this machine can't carry a playground.
var ErrUnsupported = errors.New("no playground on this machine")

// ErrBusy is wrapped by the error of [Up] while another playground is up.
var ErrBusy = errors.New("another playground is up on this machine")

// Supported returns nil where a playground can be made, and otherwise an error that
// wraps [ErrUnsupported] and says what is needed. It changes nothing.
func Supported() error {
	if runtime.GOOS != "linux" {
		return fmt.Errorf("%w: it needs Linux, this is %s", ErrUnsupported, runtime.GOOS)
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("%w: it needs root, for network namespaces and Docker engines", ErrUnsupported)
	}
	if entries, err := os.ReadDir("/sys/fs/cgroup"); err != nil || len(entries) == 0 {
		return fmt.Errorf("%w: it needs control groups, and /sys/fs/cgroup is empty", ErrUnsupported)
	}
	if err := probeNamespaces(); err != nil {
		return fmt.Errorf("%w: it needs the right to make namespaces and mounts: %w", ErrUnsupported, err)
	}
	if missing := missingPackages(); len(missing) > 0 {
		if _, err := exec.LookPath("apt-get"); err != nil {
			return fmt.Errorf("%w: it needs %s, and there is no apt-get to install them",
				ErrUnsupported, strings.Join(missing, ", "))
		}
	}
	return nil
}
