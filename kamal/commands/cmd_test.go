package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
)

func TestCmd_IsAValue(t *testing.T) {
	base := commands.Command("docker", "run")
	one, two := base.Arg("one"), base.Arg("two")
	_ = commands.And(one, two).Optional().Quiet()
	for want, c := range map[string]commands.Cmd{"docker run": base, "docker run one": one, "docker run two": two} {
		if got := c.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestCmd_HasArgsWhereNoShellIsNeeded(t *testing.T) {
	a := commands.Command("a", "b c", "$HOME")
	for _, c := range []struct {
		cmd  commands.Cmd
		args []string
	}{
		{commands.Cmd{}, nil},
		{a, []string{"a", "b c", "$HOME"}},
		{a.Word(commands.Secret("s")), []string{"a", "b c", "$HOME", "s"}},
		{commands.Command("a").Word(commands.Raw("b c")), nil},
		{commands.Command("a").Word(commands.Expand("$HOME")), nil},
		{commands.Command("a").Word(commands.Substitute(commands.Command("b"))), nil},
		{commands.And(a, a), nil},
		{a.Quiet(), nil},
		{commands.Subshell(a), nil},
	} {
		if diff := cmp.Diff(c.args, c.cmd.Args()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.cmd, diff)
		}
	}
}

func TestCmd_WordsForAJoinedCommandPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	commands.And(commands.Command("a"), commands.Command("b")).Arg("c")
}

func TestCmd_ShellSetsFolderAndVariables(t *testing.T) {
	c := commands.Or(commands.Command("false"), commands.And(commands.Command("pwd"), commands.Command("printenv", "A")))
	c.Dir, c.Env = "it's a folder", []string{"A=$b 'c'"}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Write("it's a folder/file", "")
		if want, got := h.Path("it's a folder")+"\n$b 'c'\n", h.Run(c); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestCmd_NeverShowsSecrets(t *testing.T) {
	const secret = "hunter2"
	hidden := commands.Secret(secret)
	inner := commands.Command("echo").Word(commands.Concat(commands.Text("A="), hidden))
	all := []commands.Cmd{
		inner, inner.Quiet(), inner.WriteTo(hidden), commands.And(inner, inner), commands.Subshell(inner),
		commands.Command("a").Word(commands.Substitute(inner)),
		commands.Command("a").Word(commands.Hide(commands.Value("${X} " + secret))),
	}
	inner.Env = []string{"A=" + secret}
	for _, c := range append(all, inner) {
		for _, shown := range []string{c.String(), fmt.Sprint(c), fmt.Sprintf("%v", []any{c})} {
			if strings.Contains(shown, secret) || !strings.Contains(shown, "[REDACTED]") {
				t.Errorf("shown as %s", shown)
			}
		}
		if !strings.Contains(c.Shell(), secret) {
			t.Errorf("%s does not hold the secret", c)
		}
	}
}
