//go:build unix

package kamal_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

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
	cmd := commands.Then(commands.Command("echo", "begun"), commands.Command("sleep", "300"), commands.Command("true"))
	cmd.Stdout = writerFunc(func([]byte) { cancel(errInterrupted) })
	began := time.Now()
	if err := (kamal.Local{}).Run(ctx, "", cmd); !errors.Is(err, errInterrupted) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took >= 5*time.Second {
		t.Errorf("took %s: a program of it went on until it was cut off", took)
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
