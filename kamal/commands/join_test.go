package commands_test

import (
	"fmt"
	"strings"
	"testing"

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
		c = commands.Command("leaf", fmt.Sprint(status)).Word(commands.Substitute(commands.Command("echo", name)))
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
		"\x07\x08\x01\x20\x20", "\x09\x01\x40\x40", "\x02\x04\x50\x10\x01\x20\x30", "\x04\x03\x20\x20\x02\x30\x10",
	} {
		f.Add([]byte(s), "", "")
	}
	known := shells(f)
	f.Fuzz(func(t *testing.T, shape []byte, dir, value string) {
		cmd, want := (&tree{bytes: shape}).build(4)
		if dir != "" {
			cmd.Dir = "/"
		}
		if value != "" {
			cmd.Env = []string{"LEAF=" + value}
		}
		for _, shell := range known {
			out, status := inShell(t, shell, "leaf() { echo \"$2\"; return \"$1\"; }\n"+cmd.Shell())
			if got := (outcome{out, status == 0}); got != want {
				t.Errorf("%s runs\n%s\nto %+v, want %+v", shell, cmd.Shell(), got, want)
			}
		}
	})
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
		"a 'b && c'":                   a.Word(commands.Line(commands.And(b, c))),
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
