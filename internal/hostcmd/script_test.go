package hostcmd_test

import (
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
		{Name: "where need be", Cmd: env, Unless: commands.Command("test", "-f", "a file")},
		{Name: "where need be, last", Cmd: env, Unless: commands.Command("test", "-f", "a file"), Optional: true},
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

// unless spares a part where a line of sh succeeds.
func unless(line string, p commands.Part) commands.Part {
	p.Unless = sh(line)
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
	"what is spared": {
		func() []commands.Part {
			return []commands.Part{
				unless("cat; echo there", part("a", sh("echo no"))), unless("cat; exit 1", part("b", cat)),
				unless("cat; echo there", reading("c", "not read", cat)), unless("echo gone >&2; exit 3", reading("d", binary, cat)),
				unless("true", reading("e", "not read", cat)), reading("f", "last", cat),
				unless("false", optional(reading("g", "lazy", sh("cat; exit 7")))), unless("echo end", reading("h", "not read", sh("exit 9"))), part("i", cat),
			}
		},
		0,
		[]heard{
			{"a: ok", "there\n", ""},
			{"b: ok", "", ""},
			{"c: ok", "there\n", ""},
			{"d: ok", binary, "gone\n"},
			{"e: ok", "", ""},
			{"f: ok", "last", ""},
			{"g: failed with status 7", "lazy", ""},
			{"h: ok", "end\n", ""},
			{"i: ok", "", ""},
		},
	},
	"what is not spared fails": {
		func() []commands.Part {
			return []commands.Part{unless("exit 3", reading("a", "input", sh("cat >&2; exit 4"))), part("b", cat)}
		},
		4,
		[]heard{{"a: failed with status 4", "", "input"}, {"b: not run", "", ""}},
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

// Only input that nobody needs for certain can wait.
func TestScript_SaysWhetherItsInputCanWait(t *testing.T) {
	spared := func() commands.Part { return unless("true", reading("a", "input", cat)) }
	for i, c := range []struct {
		parts []commands.Part
		want  bool
	}{
		{[]commands.Part{spared()}, true},
		{[]commands.Part{part("b", cat), spared(), part("c", cat)}, true},
		{[]commands.Part{reading("b", "x", cat), spared()}, false},
		{[]commands.Part{spared(), spared()}, false},
		{[]commands.Part{reading("b", "x", cat), unless("true", part("c", cat))}, false},
		{[]commands.Part{unless("true", part("c", cat))}, false},
	} {
		if got := commands.Script(scriptMark, c.parts...).StdinCanWait; got != c.want {
			t.Errorf("%d: its input can wait: %t", i, got)
		}
	}
}

// What is spared does not wait for its input: that may not be on its way yet.
func TestScript_DoesNotWaitForInputThatNobodyReads(t *testing.T) {
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		cmd, hear := listening(unless("echo there", reading("a", "not read", cat)), part("b", sh("echo next")))
		args := []string{"-c", cmd.Shell()}
		if strings.HasSuffix(h.Shell, "busybox") {
			args = append([]string{"sh"}, args...)
		}
		run := exec.CommandContext(t.Context(), h.Shell, args...)
		run.Stdout, run.Stderr = cmd.Stdout, cmd.Stderr
		stdin, err := run.StdinPipe() // open, and silent
		if err != nil {
			t.Fatal(err)
		}
		defer stdin.Close()
		if err := run.Run(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]heard{{"a: ok", "there\n", ""}, {"b: ok", "next\n", ""}}, hear()); diff != "" {
			t.Error(diff)
		}
	})
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
