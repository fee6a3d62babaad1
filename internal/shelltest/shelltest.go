// Package shelltest runs commands by the shells of this machine, as hosts do, for tests.
package shelltest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/kamal-go/kamal/kamal/commands"
)

// Shells are the ones that a host may have, as far as this machine does.
func Shells(tb testing.TB) []string {
	tb.Helper()
	var found []string
	for _, name := range []string{"sh", "dash", "bash", "zsh", "busybox"} {
		if path, err := exec.LookPath(name); err == nil {
			found = append(found, path)
		}
	}
	if len(found) == 0 {
		tb.Skip("no POSIX shell here")
	}
	return found
}

// Host is a folder and a shell in it, with a docker that is a script.
type Host struct {
	testing.TB
	Dir, Shell string
}

// OnEvery runs a subtest on a host for each shell that is here.
func OnEvery(t *testing.T, fn func(t *testing.T, h Host)) {
	t.Helper()
	for _, shell := range Shells(t) {
		t.Run(filepath.Base(shell), func(t *testing.T) {
			t.Parallel()
			h := Host{t, t.TempDir(), shell}
			h.Docker("")
			fn(t, h)
		})
	}
}

// Docker makes a script docker. The words of each call are written down first,
// one call a line; see calls.
func (h Host) Docker(script string) {
	h.Helper()
	h.Program("docker", "for word; do printf '<%s>' \"$word\"; done >> '"+h.Path("calls")+"'\necho >> '"+h.Path("calls")+"'\n"+script)
}

// Program makes a script that can be run by its name.
func (h Host) Program(name, script string) {
	h.Helper()
	// A program that another test starts while the script is open for writing would
	// keep it open, and what is open for writing can't be run.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	h.Write("bin/"+name, "#!/bin/sh\n"+script+"\n")
	if err := os.Chmod(h.Path("bin/"+name), 0o755); err != nil {
		h.Fatal(err)
	}
}

func (h Host) Path(name string) string { return filepath.Join(h.Dir, name) }

func (h Host) Calls() string { return h.Read("calls") }

func (h Host) Write(name, text string) {
	h.Helper()
	if err := os.MkdirAll(filepath.Dir(h.Path(name)), 0o755); err != nil {
		h.Fatal(err)
	}
	if err := os.WriteFile(h.Path(name), []byte(text), 0o644); err != nil {
		h.Fatal(err)
	}
}

func (h Host) Read(name string) string {
	h.Helper()
	b, err := os.ReadFile(h.Path(name))
	if err != nil {
		h.Fatal(err)
	}
	return string(b)
}

// Mode gives the permissions of a file, as ls shows them; empty without it.
func (h Host) Mode(name string) string {
	info, err := os.Stat(h.Path(name))
	if err != nil {
		return ""
	}
	return info.Mode().String()
}

// Try runs a command, and gives what it prints and whether it succeeds.
func (h Host) Try(c commands.Cmd, input string) (string, bool) {
	h.Helper()
	args := []string{"-c", "umask 022\n" + c.Shell()}
	if strings.HasSuffix(h.Shell, "busybox") {
		args = append([]string{"sh"}, args...)
	}
	cmd := exec.CommandContext(h.Context(), h.Shell, args...)
	cmd.Dir = h.Dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "PATH="+h.Path("bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState == nil {
		h.Fatal(err)
	}
	return string(out), err == nil
}

// Run runs a command that must succeed.
func (h Host) Run(c commands.Cmd) string {
	h.Helper()
	out, ok := h.Try(c, "")
	if !ok {
		h.Fatalf("%s failed: %s", c, out)
	}
	return out
}
