//go:build unix

package kamal_test

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
)

func TestLocal_RunsInItsFolderWithItsEnvironment(t *testing.T) {
	dir := t.TempDir()
	for _, shell := range []bool{false, true} {
		var out bytes.Buffer
		cmd := commands.Command("env")
		if shell {
			cmd = commands.And(commands.Command("pwd"), cmd)
		}
		cmd.Stdout, cmd.Env = &out, []string{"B=3"}
		if err := (kamal.Local{Dir: dir, Environ: []string{"A=1", "B=2", "PATH=/usr/bin:/bin"}}).Run(t.Context(), "anything", cmd); err != nil {
			t.Fatal(err)
		}
		got := "\n" + out.String()
		if !strings.Contains(got, "\nA=1\n") || !strings.Contains(got, "\nB=3\n") || strings.Contains(got, "HOME=") {
			t.Errorf("shell %t: got %s", shell, got)
		}
		if shell && !strings.HasPrefix(got, "\n"+dir+"\n") {
			t.Errorf("it ran in %s", got)
		}
	}
}

// A cancelled line ends with all the programs that its shell started.
func TestLocal_CancelledEndsWholeLines(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	group := 0
	cmd := commands.Then(commands.Command("echo").Word(commands.Raw("$$")), commands.Command("sleep", "300"), commands.Command("true"))
	cmd.Stdout = writerFunc(func(b []byte) {
		group, _ = strconv.Atoi(strings.TrimSpace(string(b)))
		cancel(errInterrupted)
	})
	if err := (kamal.Local{}).Run(ctx, "", cmd); !errors.Is(err, errInterrupted) {
		t.Errorf("got %v", err)
	}
	if group == 0 {
		t.Fatal("the shell did not tell its number")
	}
	for syscall.Kill(-group, 0) == nil { // until the system has cleared away what was ended
		runtime.Gosched()
	}
}

func TestLocal_AProgramThatIsNotThereHasNoStatus(t *testing.T) {
	err := kamal.Local{}.Run(t.Context(), "", commands.Command("no-such-program-anywhere"))
	var status interface{ ExitStatus() int }
	if err == nil || errors.As(err, &status) {
		t.Errorf("got %v", err)
	}
}

type writerFunc func([]byte)

func (f writerFunc) Write(b []byte) (int, error) {
	f(b)
	return len(b), nil
}
