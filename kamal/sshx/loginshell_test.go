//go:build !windows

package sshx_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// eachLoginShell runs a test on servers where it is the login shell, as far as it
// is installed: ours, and the real one, where a forced command stands for the
// entry in passwd.
func eachLoginShell(t *testing.T, test func(t *testing.T, x *sshx.Executor, addr string)) {
	for _, words := range []string{"bash", "dash", "zsh", "mksh", "busybox sh", "fish", "bsd-csh", "tcsh"} {
		shell := strings.Fields(words)
		if _, err := exec.LookPath(shell[0]); err != nil {
			t.Logf("%s is not here", shell[0])
			continue
		}
		t.Run(shell[0], func(t *testing.T) {
			s := sshtest.Start(t, sshtest.Options{Shell: shell, Env: []string{"NAME=it's mine"}})
			test(t, newUser(t).executor(sshx.Options{}), s.Addr())
		})
		t.Run(shell[0]+" of sshd", func(t *testing.T) {
			t.Parallel()
			u := newUser(t)
			addr := startSSHD(t, u.key, "SetEnv NAME=\"it's mine\"\nForceCommand exec "+words+` -c "$SSH_ORIGINAL_COMMAND"`)
			names := logins(t)
			test(t, u.executor(sshx.Options{User: names[len(names)-1]}), addr)
		})
	}
}

func TestLoginShell_MakesNoDifference(t *testing.T) {
	nasty := "'\\!\"$`*?~#&|;<>(){}[]^%=@ \t\xff é !! !x\n\\' two\n\n"
	echo := func(text string) commands.Cmd { return commands.Command("printf", "%s", text) }
	eachLoginShell(t, func(t *testing.T, x *sshx.Executor, addr string) {
		for name, c := range map[string]struct {
			cmd  commands.Cmd
			want string
		}{
			"words":         {echo(nasty), nasty},
			"joined":        {commands.And(echo("a"), commands.Or(commands.Command("false"), echo("b"))), "ab"},
			"in braces":     {commands.Pipe(commands.And(echo("a"), echo("b")), commands.Command("cat")), "ab"},
			"substituted":   {commands.Command("printf", "%s").Word(commands.Substitute(echo("a b"))), "a b"},
			"redirected":    {commands.And(sh("echo gone >&2; false").QuietErrors().Optional(), echo("b")), "b"},
			"user's own":    {commands.Cmd{}.Word(commands.Raw("echo $NAME")), "it's mine\n"},
			"ends in &":     {commands.And(echo("a"), commands.Cmd{}.Word(commands.Raw("true & wait # all"))), "a"},
			"long":          {echo(strings.Repeat("it's ", 3000)), strings.Repeat("it's ", 3000)},
			"in a subshell": {commands.Subshell(commands.Command("cd", "/")), ""},
			"with env":      {commands.Cmd{Env: []string{"A=x\ny'z"}, Dir: "/"}.Word(commands.Raw(`printf "$A $PWD"`)), "x\ny'z /"},
		} {
			got, errs, err := output(t.Context(), x, addr, c.cmd)
			if got != c.want || err != nil {
				t.Errorf("%s: got %q, %q, %v; want %q", name, got, errs, err, c.want)
			}
			c.cmd.Stdin = strings.NewReader("") // a shell may wait for those with input
			got, errs, err = output(t.Context(), x, addr, c.cmd)
			if got != c.want || errs != "" || err != nil {
				t.Errorf("%s, with input: got %q, %q, %v; want %q", name, got, errs, err, c.want)
			}
		}
		for range 3 {
			fed := sh("cat; exit 7")
			fed.Stdin = strings.NewReader(nasty)
			got, _, err := output(t.Context(), x, addr, fed)
			if status := statusOf(err); got != nasty || status != 7 {
				t.Errorf("fed: got %q, %v", got, err)
			}
			mustRun(t, x, addr, "true")
		}
	})
}

func statusOf(err error) int {
	if e, ok := err.(*sshx.ExitError); ok {
		return e.Status
	}
	return 0
}

func TestLoginShell_IsNoHindranceToCancel(t *testing.T) {
	eachLoginShell(t, func(t *testing.T, x *sshx.Executor, addr string) {
		pid, err := cancelled(t, x, addr, sh("sleep 300 & echo $!; wait"))
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		gone(t, x, addr, strings.TrimSpace(pid))
	})
}
