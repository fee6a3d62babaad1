package e2e_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/playground"
)

func TestPlayground_ThereIsOnlyOne(t *testing.T) {
	needHosts(t)
	second, err := playground.Up(t.Context(), playground.Options{})
	if !errors.Is(err, playground.ErrBusy) {
		t.Errorf("a second playground: %v, %v, want ErrBusy", second, err)
	}
}

// checkNothingLeft looks for traces of a playground that has been taken down.
func checkNothingLeft() error {
	var traces []error
	interfaces, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range interfaces {
		if strings.HasPrefix(i.Name, "kamalpg") {
			traces = append(traces, fmt.Errorf("network interface %s is left", i.Name))
		}
	}
	mounts, err := os.ReadFile("/proc/mounts")
	if err != nil {
		return err
	}
	if strings.Contains(string(mounts), "kamal-playground") {
		traces = append(traces, errors.New("mounts are left"))
	}
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range lines {
		if line, err := os.ReadFile(file); err == nil && strings.Contains(string(line), "/kamal-playground-") {
			traces = append(traces, fmt.Errorf("process %q is left", strings.ReplaceAll(string(line), "\x00", " ")))
		}
	}
	for _, pattern := range []string{"/sys/fs/cgroup/kamal-playground", "/sys/fs/cgroup/*/kamal-playground"} {
		if groups, _ := filepath.Glob(pattern); len(groups) > 0 {
			traces = append(traces, fmt.Errorf("control groups are left: %q", groups))
		}
	}
	return errors.Join(traces...)
}
