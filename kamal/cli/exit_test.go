package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
	"github.com/kamal-go/kamal/kamal/sshx"
)

func TestExitCode_TellsWhatWentWrong(t *testing.T) {
	onHost := func(err error) error { return &kamal.HostError{Host: "192.0.2.1", Err: err} }
	unreachable := onHost(&kamal.CommandError{Err: &sshx.ConnectError{Err: errors.New("refused")}})
	unhealthy := &kamal.UnhealthyError{Role: "web"}
	for _, c := range []struct {
		want int
		err  error
	}{
		{0, nil},
		{0, errGivenUp},
		{1, errors.New("no luck")},
		{1, onHost(&kamal.CommandError{Err: &sshx.ExitError{Status: 3}})},
		{1, fmt.Errorf("%w: v1", kamal.ErrNotOnHosts)},
		{2, &cmdline.UsageError{Msg: "what"}},
		{2, &configError{err: errors.New("no file")}},
		{2, fmt.Errorf("%w: no hosts", kamal.ErrUsage)},
		{2, fmt.Errorf("fetching: %w", &secrets.UsageError{Msg: "what"})},
		{2, config.Problems{{Message: "wrong"}}},
		{3, &kamal.LockedError{Host: "192.0.2.1"}},
		{4, unreachable},
		{4, errors.Join(onHost(errors.New("x")), unreachable)},
		{5, &kamal.BuildError{Err: errors.New("no")}},
		{6, &kamal.BootError{Err: unhealthy, States: []kamal.RoleState{{State: kamal.StateOld}}}},
		{9, onHost(&kamal.RegistryError{Server: "registry.example.com", Err: errors.New("denied")})},
		{8, &kamal.BootError{Err: &kamal.RegistryError{Err: errors.New("denied")}, States: []kamal.RoleState{{State: kamal.StateNew}, {State: kamal.StateOld}}}},
		{7, &kamal.HookError{Hook: "pre-build", Err: errors.New("no")}},
		{8, &kamal.BootError{Err: unhealthy, States: []kamal.RoleState{{State: kamal.StateNew}, {State: kamal.StateOld}}}},
		{8, &kamal.MoveError{Moved: []config.Host{"192.0.2.1"}, Err: unreachable}},
		{4, &kamal.MoveError{Failed: []config.Host{"192.0.2.1"}, Err: unreachable}},
		{42, &statusError{42}},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%v: got %d, want %d", c.err, got, c.want)
		}
	}
}

func TestExitCode_OfAnInterruptionIs130(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	if err := interruption(ctx, errors.New("x")); exitCode(err) != 1 {
		t.Errorf("got %d before the interruption, want 1", exitCode(err))
	}
	cancel(errors.New("interrupt signal received"))
	if err := interruption(ctx, errors.New("x")); exitCode(err) != 130 {
		t.Errorf("got %d, want 130", exitCode(err))
	}
	if err := interruption(ctx, context.Cause(ctx)); exitCode(err) != 130 || err.Error() != "interrupted" {
		t.Errorf("got %v, want no more than that it was interrupted", err)
	}
	if err := interruption(ctx, nil); err != nil {
		t.Errorf("work that was done before the signal is done, got %v", err)
	}
}

// What help says of the codes is what the documents say, and all of it.
func TestExitCodes_AreInTheDocuments(t *testing.T) {
	for _, file := range []string{"errors.md", "compatibility.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range exitCodes {
			if found, _ := regexp.Match(fmt.Sprintf(`(\| %[1]d \||[ ,]%[1]d [a-z])`, x.code), text); !found {
				t.Errorf("docs/%s does not have code %d", file, x.code)
			}
		}
	}
	if help := (exitCodesCommand{}).Help(); strings.Count(help, "\n")+1 != len(exitCodes) {
		t.Errorf("help says\n%s", help)
	}
}
