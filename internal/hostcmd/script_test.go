package hostcmd_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/minishell"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
)

const scriptMark = "0123456789abcdef"

func sh(line string) commands.Cmd {
	return commands.Command("sh", "-c", line)
}

// heard is what became of a part and what it printed on each stream.
type heard struct{ Outcome, Stdout, Stderr string }

// listening gives a script whose parts' streams are kept, and what they hear once it has run.
func listening(parts ...commands.Part) (commands.Cmd, func() []heard) {
	outs, errs := make([]strings.Builder, len(parts)), make([]strings.Builder, len(parts))
	for i := range parts {
		parts[i].Cmd.Stdout, parts[i].Cmd.Stderr = &outs[i], &errs[i]
	}
	cmd, outcomes := hostcmd.Listen(scriptMark, parts, nil)
	return cmd, func() []heard {
		var all []heard
		for i, o := range outcomes.All() {
			all = append(all, heard{o.String(), outs[i].String(), errs[i].String()})
		}
		return all
	}
}

// script runs a script by a shell, as login shells are told to, and gives its status.
func script(h shelltest.Host, c commands.Cmd) int {
	h.Helper()
	args := []string{"-c", escape.LoginLine(c.Shell())}
	if strings.HasSuffix(h.Shell, "busybox") {
		args = append([]string{"sh"}, args...)
	}
	cmd := exec.CommandContext(h.Context(), h.Shell, args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = h.Dir, c.Stdin, c.Stdout, c.Stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		h.Fatal(err)
	}
	return cmd.ProcessState.ExitCode()
}

func TestScript_IsSentWithMarksAndShownWithout(t *testing.T) {
	login := commands.Command("docker", "login", "--password").Word(commands.Secret("hunter2"))
	env := commands.Command("cat").WriteTo(commands.Text("a file"))
	env.Stdin = strings.NewReader("A=1\n")
	cmd := commands.Script(scriptMark, []commands.Part{
		{Name: "login", Cmd: login.For("logging in")},
		{Name: "env", Cmd: commands.And(commands.Command("mkdir", "-p", "d"), env), Optional: true},
		{Name: "env", Cmd: env},
		{Name: "prune", Cmd: commands.Or(commands.Command("a"), commands.Command("b")), Optional: true},
		{Name: "nothing"},
		{Name: "the user's", Cmd: commands.Command("a").Word(commands.Raw("b # c"))},
	}...)
	file := golden.Read(t, "testdata/script.txtar")
	file.Compare(t, "shown", cmd.String())
	file.Compare(t, "sent", cmd.Shell())
	file.Compare(t, "in an or", commands.Or(cmd, commands.Command("x")).String())
	if got := cmd.Purpose; got != "logging in" {
		t.Errorf("it is for %q", got)
	}
}

// scriptCase is a script, made anew for each run as readers are used up, and how it ends.
type scriptCase struct {
	parts  func() []commands.Part
	status int
	want   []heard
}

func part(name string, c commands.Cmd) commands.Part { return commands.Part{Name: name, Cmd: c} }

func reading(name, input string, c commands.Cmd) commands.Part {
	c.Stdin = strings.NewReader(input)
	return part(name, c)
}

func optional(p commands.Part) commands.Part {
	p.Optional = true
	return p
}

var (
	cat    = commands.Command("cat")
	binary = strings.Repeat("\x00\xff\\n\\0%s'\"\n\r é$HOME", 3)
)

var scriptCases = map[string]scriptCase{
	"all well": {
		func() []commands.Part {
			return []commands.Part{part("a", sh("echo out; echo err >&2")), part("b", sh("printf no-line-break")), part("c", commands.Cmd{})}
		},
		0,
		[]heard{{"a: ok", "out\n", "err\n"}, {"b: ok", "no-line-break", ""}, {"c: ok", "", ""}},
	},
	"one fails": {
		func() []commands.Part {
			return []commands.Part{part("a", sh("echo out")), part("b", sh("echo why >&2; exit 7")), part("c", sh("echo no"))}
		},
		7,
		[]heard{{"a: ok", "out\n", ""}, {"b: failed with status 7", "", "why\n"}, {"c: not run", "", ""}},
	},
	"optional ones fail": {
		func() []commands.Part {
			return []commands.Part{optional(part("a", sh("exit 255"))), part("b", sh("echo out")), optional(part("c", sh("exit 1")))}
		},
		0,
		[]heard{{"a: failed with status 255", "", ""}, {"b: ok", "out\n", ""}, {"c: failed with status 1", "", ""}},
	},
	"inputs": {
		func() []commands.Part {
			return []commands.Part{
				reading("a", "first\n", cat), part("b", cat), reading("c", "", cat),
				reading("d", binary, cat), reading("e", "not read", commands.Command("true")), reading("f", "last", cat),
			}
		},
		0,
		[]heard{{"a: ok", "first\n", ""}, {"b: ok", "", ""}, {"c: ok", "", ""}, {"d: ok", binary, ""}, {"e: ok", "", ""}, {"f: ok", "last", ""}},
	},
	"an input breaks off": {
		func() []commands.Part {
			a, b := reading("a", "whole", cat), part("b", cat)
			b.Cmd.Stdin = io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("broken")))
			return []commands.Part{a, b, part("c", cat)}
		},
		1,
		[]heard{{"a: ok", "whole", ""}, {"b: failed with status 1", "", ""}, {"c: not run", "", ""}},
	},
	"what looks like marks": {
		func() []commands.Part {
			return []commands.Part{
				part("a", sh("echo "+scriptMark+":1:0; echo "+scriptMark+":0:00; printf "+scriptMark[:9])),
				part("b", sh("echo "+scriptMark+":1:256; printf "+scriptMark+":1:")),
			}
		},
		0,
		[]heard{
			{"a: ok", scriptMark + ":1:0\n" + scriptMark + ":0:00\n" + scriptMark[:9], ""},
			{"b: ok", scriptMark + ":1:256\n" + scriptMark + ":1:", ""},
		},
	},
	"what only the shell can do": {
		func() []commands.Part {
			return []commands.Part{
				optional(part("a", commands.And(commands.Command("cd", "/"), commands.Command("exit", "3")))),
				part("b", commands.Command("test").Word(commands.Expand("$PWD")).Arg("!=", "/")),
				part("c", commands.Command("kill", "-9").Word(commands.Expand("$$"))),
				part("d", commands.Cmd{}),
			}
		},
		-1,
		[]heard{{"a: failed with status 3", "", ""}, {"b: ok", "", ""}, {"c: ok", "", ""}, {"d: unknown", "", ""}},
	},
}

func TestScript_KeepsPartsApartInEveryShell(t *testing.T) {
	for name, c := range scriptCases {
		t.Run(name, func(t *testing.T) {
			shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
				cmd, hear := listening(c.parts()...)
				if status := script(h, cmd); status != c.status {
					t.Errorf("status %d, want %d", status, c.status)
				}
				if diff := cmp.Diff(c.want, hear()); diff != "" {
					t.Errorf("%s (-want +got):\n%s", cmd.Shell(), diff)
				}
			})
		})
	}
}

func TestScript_TellsOfEachEndAsItComes(t *testing.T) {
	var told []string
	parts := []commands.Part{part("a", cat), part("b", cat)}
	cmd, outcomes := hostcmd.Listen(scriptMark, parts, func(o hostcmd.Outcome) { told = append(told, o.String()) })
	for i, text := range []string{"out " + scriptMark, ":0:", "0\nout " + scriptMark + ":1:25", "5", "\n"} {
		if _, err := io.WriteString(cmd.Stdout, text); err != nil {
			t.Fatal(err)
		}
		told = append(told, fmt.Sprint(i))
	}
	if diff := cmp.Diff([]string{"0", "1", "a: ok", "2", "3", "b: failed with status 255", "4"}, told); diff != "" {
		t.Error(diff)
	}
	if got := outcomes.All()[1]; got.Status != 255 {
		t.Errorf("got %+v", got)
	}
}

func TestScript_HoldsNothingBackButMarks(t *testing.T) {
	cmd, hear := listening(part("a", cat))
	for _, text := range []string{"out", "put " + scriptMark[:3]} {
		if _, err := io.WriteString(cmd.Stdout, text); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	early, _ := hostcmd.Listen(scriptMark, []commands.Part{{Cmd: commands.Cmd{Stdout: &out}}}, nil)
	if _, err := io.WriteString(early.Stdout, "output "+scriptMark[:3]); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "output " {
		t.Errorf("before the end it heard %q", got)
	}
	if diff := cmp.Diff([]heard{{"a: unknown", "output " + scriptMark[:3], ""}}, hear()); diff != "" {
		t.Error(diff)
	}
}

func TestScript_WriterThatTakesNoMoreEndsIt(t *testing.T) {
	full := errors.New("full")
	cmd, _ := hostcmd.Listen(scriptMark, []commands.Part{{Cmd: commands.Cmd{Stdout: failingWriter{full}}}}, nil)
	if _, err := io.WriteString(cmd.Stdout, "output"); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

type failingWriter struct{ error }

func (f failingWriter) Write([]byte) (int, error) { return 0, f.error }

func TestCmd_PartsAreThoseOfItsScript(t *testing.T) {
	pull, tag := commands.Command("docker", "pull", "x"), commands.Command("docker", "tag", "x", "y")
	both := commands.Script(scriptMark, commands.Part{Cmd: pull, Optional: true}, commands.Part{Cmd: tag})
	for _, c := range []struct {
		cmd  commands.Cmd
		want []string
	}{
		{both, []string{"docker pull x || true", "docker tag x y"}},
		{commands.And(pull, tag), []string{"docker pull x && docker tag x y"}},
	} {
		var got []string
		for _, p := range c.cmd.Parts() {
			got = append(got, p.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestScript_WithoutPartsDoesNothing(t *testing.T) {
	cmd, outcomes := hostcmd.Listen("", nil, nil)
	if all := outcomes.All(); !cmd.IsZero() || len(all) != 0 {
		t.Errorf("got %s and %v", cmd, all)
	}
}

func TestScript_RefusesMarksThatMayBeMetByChance(t *testing.T) {
	for _, mark := range []string{"", "short", strings.Repeat("x", 15), scriptMark + ":", scriptMark + "\n", scriptMark + "é"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is taken", mark)
				}
			}()
			commands.Script(mark, part("a", cat))
		}()
	}
}

// scripted makes a script of bytes whose parts print and read what they like, and what
// is to be heard of it.
func scripted(shape []byte, text string) (parts []commands.Part, want []heard) {
	ended := false
	word := strings.ReplaceAll(text, "\x00", "") // which no word can hold
	for i, b := range shape[:min(len(shape), 20)] {
		status, said := int(b&3), word[:int(b>>2)*len(word)/64]
		p := part(fmt.Sprint(i), commands.Command("say", fmt.Sprint(status), said))
		p.Optional = b>>6&1 == 1
		h := heard{p.Name + ": ok", said, said}
		if b>>7 == 1 {
			p.Cmd.Stdin = strings.NewReader(text)
			h.Stdout += text
		}
		switch {
		case ended:
			h = heard{p.Name + ": not run", "", ""}
		case status != 0:
			h.Outcome = fmt.Sprintf("%s: failed with status %d", p.Name, status)
			ended = !p.Optional
		}
		parts, want = append(parts, p), append(want, h)
	}
	return parts, want
}

func FuzzScript(f *testing.F) {
	f.Add([]byte("\x00\x41\x80\xff\x03\x00"), "out\n", uint8(3))
	f.Add([]byte("\x3c\xbc\xfc"), scriptMark+":0:0\n"+scriptMark, uint8(1))
	f.Add([]byte("\xfc\xfd\x7e"), scriptMark[:15]+"\x00\\c\xff", uint8(200))
	f.Fuzz(func(t *testing.T, shape []byte, text string, size uint8) {
		if strings.Contains(text, scriptMark+":") {
			t.Skip("nobody can guess the mark")
		}
		parts, want := scripted(shape, text)
		cmd, hear := listening(parts...)
		if cmd.Stdin == nil {
			cmd.Stdin = strings.NewReader("")
		}
		s := &minishell.Shell{Dir: "/", Vars: map[string]string{}, Program: say}
		s.Run(t.Context(), cmd.Shell(), minishell.Call{
			Stdin: cmd.Stdin, Stdout: pieces{cmd.Stdout, int(size) + 1}, Stderr: pieces{cmd.Stderr, int(size) + 1},
		})
		if diff := cmp.Diff(want, hear()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", cmd.Shell(), diff)
		}
	})
}

// say prints its second argument on both streams, then its input, and ends with the
// status of the first.
func say(_ context.Context, c minishell.Call) int {
	switch c.Args[0] {
	case "echo":
		fmt.Fprintln(c.Stdout, c.Args[1])
	case "printf":
		_, _ = io.WriteString(c.Stdout, unescape(c.Args[2]))
	case "say":
		fmt.Fprint(c.Stdout, c.Args[2])
		fmt.Fprint(c.Stderr, c.Args[2])
		_, _ = io.Copy(c.Stdout, c.Stdin)
		return int(c.Args[1][0] - '0')
	}
	return 0
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		var code byte
		if n, _ := fmt.Sscanf(s[i:], `\0%3o`, &code); n == 1 {
			b.WriteByte(code)
			i += 4
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// pieces writes little at a time.
type pieces struct {
	to   io.Writer
	size int
}

func (p pieces) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		n := min(p.size, len(rest))
		if _, err := p.to.Write(rest[:n]); err != nil {
			return 0, err
		}
		rest = rest[n:]
	}
	return len(b), nil
}

// What a host prints beside the marks that come in their turn arrives, all of it.
func FuzzOutcomes_OfHostileHosts(f *testing.F) {
	for _, s := range []string{"", ":0:0\n", "out:0:0\n:1:1\nmore:2:0\n", ":1:0\n:0:256\n:0:007\n:0:7\n:0:\n", ":0:0:0:0\n", ":0:"} {
		f.Add(strings.ReplaceAll(s, ":0", scriptMark+":0"), uint8(1))
		f.Add(strings.ReplaceAll(s, ":", scriptMark+":"), uint8(7))
	}
	f.Fuzz(func(t *testing.T, output string, size uint8) {
		cmd, hear := listening(optional(part("a", cat)), optional(part("b", cat)))
		if _, err := io.WriteString(pieces{cmd.Stdout, int(size) + 1}, output); err != nil {
			t.Fatal(err)
		}
		var want []heard
		for i, name := range []string{"a", "b"} {
			text, state, rest := untilMark(output, i)
			want, output = append(want, heard{name + ": " + state, text, ""}), rest
		}
		want[1].Stdout += output
		if diff := cmp.Diff(want, hear()); diff != "" {
			t.Error(diff)
		}
	})
}

// untilMark reads one part's output as a whole.
func untilMark(output string, index int) (text, state, rest string) {
	for at := range len(output) {
		if !strings.HasPrefix(output[at:], scriptMark) {
			continue
		}
		for status := range 256 {
			after, ok := strings.CutPrefix(output[at:], fmt.Sprintf("%s:%d:%d\n", scriptMark, index, status))
			if ok && status == 0 {
				return output[:at], "ok", after
			}
			if ok {
				return output[:at], fmt.Sprintf("failed with status %d", status), after
			}
		}
	}
	return output, "unknown", ""
}
