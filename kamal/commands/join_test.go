package commands_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/internal/minishell"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
)

// outcome is what a command prints, and whether it succeeds.
type outcome struct {
	printed string
	ok      bool
}

// tree makes a command and its outcome, as the operators define it, from bytes.
type tree struct {
	bytes []byte
	leafs int
}

func (t *tree) next() byte {
	if len(t.bytes) == 0 {
		return 0
	}
	b := t.bytes[0]
	t.bytes = t.bytes[1:]
	return b
}

// leaf is a command that prints its number.
func (t *tree) leaf(b byte) (commands.Cmd, outcome) {
	t.leafs++
	status, name := int(b>>4&1), fmt.Sprint(t.leafs)
	c := commands.Command("leaf", fmt.Sprint(status), name)
	if b>>5&1 == 1 {
		c = commands.Command("leaf", fmt.Sprint(status)).Word(commands.Raw(name + " # comment"))
	}
	if b>>6&1 == 1 {
		echo := commands.Command("echo", name)
		if b>>7&1 == 1 {
			echo = commands.And(commands.Subshell(echo), commands.Subshell(commands.Command("true")))
		}
		c = commands.Command("leaf", fmt.Sprint(status)).Word(commands.Substitute(echo))
	}
	return c, outcome{name + "\n", status == 0}
}

func (t *tree) build(depth int) (commands.Cmd, outcome) {
	b := t.next()
	if depth == 0 {
		return t.leaf(b)
	}
	left, l := commands.Cmd{}, outcome{}
	right, r := commands.Cmd{}, outcome{}
	if kind := b % 12; kind > 0 {
		left, l = t.build(depth - 1)
		if kind <= 4 {
			right, r = t.build(depth - 1)
		}
	}
	switch b % 12 {
	case 1:
		return commands.And(left, right), l.andThen(r, l.ok)
	case 2:
		return commands.Or(left, right), l.andThen(r, !l.ok)
	case 3:
		return commands.Then(left, right), l.andThen(r, true)
	case 4:
		return commands.Pipe(left, right), r
	case 5:
		return left.Optional(), outcome{l.printed, true}
	case 6:
		return left.Quiet(), outcome{"", l.ok}
	case 7:
		return left.WriteTo(commands.Text("/dev/null")), outcome{"", l.ok}
	case 8:
		return left.MergeErrors(), l
	case 9:
		return commands.Subshell(left), l
	case 10:
		return left.QuietErrors(), l
	default:
		return t.leaf(b)
	}
}

func (o outcome) andThen(next outcome, runs bool) outcome {
	if !runs {
		return o
	}
	return outcome{o.printed + next.printed, next.ok}
}

func FuzzJoin(f *testing.F) {
	for _, s := range []string{
		"", "\x01\x02\x10\x00\x00", "\x02\x01\x10\x00\x00", "\x04\x01\x00\x10\x20", "\x03\x02\x30\x01\x20\x10", "\x05\x03\x10\x10",
		"\x07\x08\x01\x20\x20", "\x09\x01\x40\xc0", "\x02\x04\x50\x10\x01\x20\x30", "\x04\x03\x20\x20\x02\x30\x10",
	} {
		f.Add([]byte(s), "", "")
	}
	f.Fuzz(func(t *testing.T, shape []byte, dir, value string) {
		cmd, want := (&tree{bytes: shape}).build(4)
		if dir != "" {
			cmd.Dir = "/"
		}
		if value != "" {
			cmd.Env = []string{"LEAF=" + value}
		}
		if got := inMinishell(t, cmd.Shell()); got != want {
			t.Errorf("%s\nends as %+v, want %+v", cmd.Shell(), got, want)
		}
	})
}

// inMinishell runs a line whose programs are leafs.
func inMinishell(t *testing.T, line string) outcome {
	t.Helper()
	var out strings.Builder
	s := &minishell.Shell{Dir: "/", Vars: map[string]string{}, Program: func(_ context.Context, c minishell.Call) int {
		switch name, args := c.Args[0], c.Args[1:]; {
		case name == "leaf" && len(args) == 2:
			fmt.Fprintln(c.Stdout, args[1])
			return int(args[0][0] - '0')
		case name == "echo":
			fmt.Fprintln(c.Stdout, strings.Join(args, " "))
			return 0
		case name == "true":
			return 0
		}
		t.Errorf("%s\nruns %q", line, c.Args)
		return 127
	}}
	status := s.Run(t.Context(), line, minishell.Call{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out})
	return outcome{out.String(), status == 0}
}

func TestJoin_EndsAsDefinedInEveryShell(t *testing.T) {
	source := rand.New(rand.NewPCG(3, 4))
	var script strings.Builder
	script.WriteString("leaf() { echo \"$2\"; return \"$1\"; }\n")
	var lines, want []string
	for range 200 {
		shape := make([]byte, 1+source.IntN(30))
		for i := range shape {
			shape[i] = byte(source.IntN(256))
		}
		cmd, o := (&tree{bytes: shape}).build(4)
		script.WriteString("eval " + escape.Quote(cmd.Shell()) + " && echo ok || echo failed\nprintf '\\0'\n")
		end := "failed\n"
		if o.ok {
			end = "ok\n"
		}
		lines, want = append(lines, cmd.Shell()), append(want, o.printed+end)
	}
	for _, shell := range shelltest.Shells(t) {
		got := strings.Split(runScript(t, shell, script.String()), "\x00")
		for i, line := range lines {
			if i >= len(got) || got[i] != want[i] {
				t.Fatalf("%s runs\n%s\nto %q, want %q", shell, line, got[min(i, len(got)-1)], want[i])
			}
		}
	}
}

func TestJoin_LeavesOutWhatDoesNothing(t *testing.T) {
	a, none := commands.Command("a"), commands.Cmd{}
	for _, c := range []struct {
		cmd  commands.Cmd
		want string
	}{
		{commands.And(none, a, none), "a"},
		{commands.Or(), ":"},
		{commands.And(), ":"},
		{none.Quiet(), ":"},
		{commands.Subshell(none), ":"},
		{commands.Then(a, none, a), "a; a"},
	} {
		if got := c.cmd.String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestJoin_GroupsOnlyWhereNeeded(t *testing.T) {
	a, b, c := commands.Command("a"), commands.Command("b"), commands.Command("c")
	for want, cmd := range map[string]commands.Cmd{
		"a && b && c":                  commands.And(commands.And(a, b), c),
		"{ a && b; } || c":             commands.Or(commands.And(a, b), c),
		"a && { b || c; }":             commands.And(a, commands.Or(b, c)),
		"a | b && c":                   commands.And(commands.Pipe(a, b), c),
		"{ a; b; } | c":                commands.Pipe(commands.Then(a, b), c),
		"a && b; c":                    commands.Then(commands.And(a, b), c),
		"{ a && b; } >> f":             commands.And(a, b).AppendTo(commands.Text("f")),
		"{ a 2>&1; } > f":              a.MergeErrors().WriteTo(commands.Text("f")),
		"( a && b ) && c":              commands.And(commands.Subshell(commands.And(a, b)), c),
		"a || true":                    a.Optional(),
		"a \"$(b || c)\"":              a.Word(commands.Substitute(commands.Or(b, c))),
		"a \"$( ( b ) | c)\"":          a.Word(commands.Substitute(commands.Pipe(commands.Subshell(b), c))),
		"{ a x; y\n} && b":             commands.And(a.Word(commands.Raw("x; y")), b),
		"cd /d && { a || b; }":         inDir("/d", commands.Or(a, b)),
		"cd '/d e' && a && b":          inDir("/d e", commands.And(a, b)),
		"'if' a":                       commands.Command("if", "a"),
		"'A=b' a":                      commands.Command("A=b", "a"),
		"docker --env=A=b":             commands.Command("docker", "--env=A=b"),
		"a " + strings.Repeat("''", 1): a.Arg(""),
	} {
		if got := cmd.String(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func inDir(dir string, c commands.Cmd) commands.Cmd {
	c.Dir = dir
	return c
}
