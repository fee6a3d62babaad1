package commands_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/kamal-go/kamal/kamal/commands"
)

// aHost is a folder and a shell in it, with a docker that is a script.
type aHost struct {
	testing.TB
	dir, shell string
}

// onEveryShell runs a subtest on a host for each shell that is here.
func onEveryShell(t *testing.T, fn func(t *testing.T, h aHost)) {
	t.Helper()
	for _, shell := range shells(t) {
		t.Run(filepath.Base(shell), func(t *testing.T) {
			t.Parallel()
			h := aHost{t, t.TempDir(), shell}
			h.docker("")
			fn(t, h)
		})
	}
}

// docker makes a script docker. The words of each call are written down first,
// one call a line; see calls.
func (h aHost) docker(script string) {
	h.Helper()
	h.program("docker", "for word; do printf '<%s>' \"$word\"; done >> '"+h.path("calls")+"'\necho >> '"+h.path("calls")+"'\n"+script)
}

// program makes a script that can be run by its name.
func (h aHost) program(name, script string) {
	h.Helper()
	// A program that another test starts while the script is open for writing would
	// keep it open, and what is open for writing can't be run.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	h.write("bin/"+name, "#!/bin/sh\n"+script+"\n")
	if err := os.Chmod(h.path("bin/"+name), 0o755); err != nil {
		h.Fatal(err)
	}
}

func (h aHost) path(name string) string { return filepath.Join(h.dir, name) }

func (h aHost) calls() string { return h.read("calls") }

func (h aHost) write(name, text string) {
	h.Helper()
	if err := os.MkdirAll(filepath.Dir(h.path(name)), 0o755); err != nil {
		h.Fatal(err)
	}
	if err := os.WriteFile(h.path(name), []byte(text), 0o644); err != nil {
		h.Fatal(err)
	}
}

func (h aHost) read(name string) string {
	h.Helper()
	b, err := os.ReadFile(h.path(name))
	if err != nil {
		h.Fatal(err)
	}
	return string(b)
}

// mode gives the permissions of a file, as ls shows them; empty without it.
func (h aHost) mode(name string) string {
	info, err := os.Stat(h.path(name))
	if err != nil {
		return ""
	}
	return info.Mode().String()
}

// try runs a command, and gives what it prints and whether it succeeds.
func (h aHost) try(c commands.Cmd, input string) (string, bool) {
	h.Helper()
	args := []string{"-c", "umask 022\n" + c.Shell()}
	if strings.HasSuffix(h.shell, "busybox") {
		args = append([]string{"sh"}, args...)
	}
	cmd := exec.CommandContext(h.Context(), h.shell, args...)
	cmd.Dir = h.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "PATH="+h.path("bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState == nil {
		h.Fatal(err)
	}
	return string(out), err == nil
}

// run runs a command that must succeed.
func (h aHost) run(c commands.Cmd) string {
	h.Helper()
	out, ok := h.try(c, "")
	if !ok {
		h.Fatalf("%s failed: %s", c, out)
	}
	return out
}
