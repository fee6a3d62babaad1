package dotenv_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/dotenv"
)

var environment = map[string]string{"EXT": "outside", "B": "not used", "EMPTY": ""}

func lookup(_ context.Context, name string) (dotenv.Value, bool, error) {
	value, ok := environment[name]
	return dotenv.Value{Text: value}, ok, nil
}

// echo stands for a shell: it prints the command it got in angle brackets, and a line break.
func echo(_ context.Context, command string) (string, error) {
	if what, ok := strings.CutPrefix(command, "print "); ok {
		return what + "\n", nil
	}
	return "<" + command + ">\n", nil
}

func parse(t *testing.T, text string) *dotenv.File {
	t.Helper()
	file, err := dotenv.Parse("secrets", []byte(text), dotenv.Options{Lookup: lookup, Run: echo})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func values(t *testing.T, file *dotenv.File) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range file.Names() {
		value, err := file.Value(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = value.Text
	}
	return all
}

func TestValue_InTheDialectOfRuby(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"A=b", "b"},
		{"A = b", "b"},
		{"A: b", "b"},
		{"A :b", "unset"},
		{"A:b", "unset"},
		{"A", ""},
		{"A=", ""},
		{"A= # c", ""},
		{"  A=b", "b"},
		{"export A=b", "b"},
		{"export  A = b", "b"},
		{"A=1\nexport A", "1"},
		{"export=1\nA=$export", "1"},
		{"A=1\nA=2", "2"},
		{"A=1\nA=${A}2", "12"},
		{"A=b#c", "b"},
		{"A=b # c", "b"},
		{"A='b#c' # d", "b#c"},
		{`A="say \"hi\""`, `say "hi"`},
		{`A='it\'s'`, `it\'s`},
		{`A='it's'`, `it's`},
		{`A="x\ny\tz"`, `x\nytz`},
		{`A="x\\ny"`, `x\ny`},
		{"DOTENV_LINEBREAK_MODE=legacy\nA=\"x\\ny\"", "x\ny"},
		{`A=x\ny`, "xny"},
		{`A=C:\dir`, "C:dir"},
		{"A=\"one\ntwo\"", "one\ntwo"},
		{"A='one\n\n# two'", "one\n\n# two"},
		{`A="open`, `"open`},
		{`A='open`, `'open`},
		{`A="open\"`, `open\`},
		{"A=\"a\" b", `"a" b`},
		{`A="a" "b"`, `a" "b`},
		{`A="a\" # b"`, `a" # b`},
		{"B=1\nA=$B", "1"},
		{"B=1\nA=x${B}y", "x1y"},
		{"A=$EXT", "outside"},
		{"A=$NONE", ""},
		{"A=$A", ""},
		{"EXT=$EXT\nA=$EXT", "outside"},
		{"B=1\nA=$B\nB=2", "1"},
		{"b=1\nA=$b", "1"},
		{"B=1\nA='$B'", "$B"},
		{"B=1\nA=\\$B", "$B"},
		{"B=1\nA=\"\\${B}\"", "${B}"},
		{"A=pa$$w0rd!", "pa$!"},
		{"A=5$", "5$"},
		{"A=$-", "$-"},
		{"A=a-b c;d&e", "a-b c;d&e"},
		{`A={"a": "b"}`, `{"a": "b"}`},
		{"A=it's", "it's"},
		{`A=say "hi"`, `say "hi"`},
		{"\ufeffA=b", "b"},
		{"A=b\r\nC=d\r\n", "b"},
		{"A=b\rC=d", "b"},
		{"A.B=x\nA=1", "1"},
		{"A=é\\é", "éé"},
		{"A=\n\"next line\"", "next line"},
		{"A\n=b", "b"},
		{"A=b\n\n  \n# c\nB=1", "b"},
		{"A=$(cmd)", "<cmd>"},
		{"A=\"x $(cmd 'a') y\"", "x <cmd 'a'> y"},
		{"A=$(a $(b) c)", "<a $(b) c>"},
		{"A=$(a)$(b)", "<a><b>"},
		{"A='$(cmd)'", "$(cmd)"},
		{`A=\$(cmd)`, "$(cmd)"},
		{"B=1\nA=\\$(cmd $B)", "$(cmd 1)"},
		{`A=\$(a $(b))`, "$(a $(b))"},
		{"A=$()", "$()"},
		{"A=\"$(cmd 'a#b')\"", "<cmd 'a#b'>"},
		{`A="$(cmd \\) x)"`, `<cmd \) x>`},
		{"A=$(cmd 'a\\nb')", "<cmd 'anb'>"},
		{"B=1\nA=$(cmd v$B)", "<cmd v1>"},
		{"B=1\nA=$(cmd '$B')", "<cmd '1'>"},
		{"B=1\nA=$(cmd \\$B)", "<cmd $B>"},
		{"A=\"$(cmd 'a\nb')\"", "<cmd 'a\nb'>"},
	} {
		file := parse(t, c.text)
		got, err := file.Value(t.Context(), "A")
		if errors.Is(err, dotenv.ErrNotDefined) {
			got, err = dotenv.Value{Text: "unset"}, nil
		}
		if err != nil || got.Text != c.want {
			t.Errorf("%q gives %q, %v, want %q", c.text, got.Text, err, c.want)
		}
	}
}

func TestValue_BeyondTheDialectOfRuby(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"A=${NONE:-def}", "def"},
		{"A=${EMPTY:-def}", "def"},
		{"A=${EXT:-def}", "outside"},
		{"A=${NONE:-}", ""},
		{"A=x${NONE:-$EXT}y", "xoutsidey"},
		{"A=${NONE:-${NOR:-deep}}", "deep"},
		{"A=${NONE:-$(cmd b)}", "<cmd b>"},
		{"A=${NONE:-$(awk '{print $EXT}')}", "<awk '{print outside}'>"},
		{"A=${NONE:-$(cmd '{x}')}", "<cmd '{x}'>"},
		{"A=${EXT:-$(cmd b)}", "outside"},
		{"B=1\nA={$B}", "{1}"},
		{"A=\\${NONE:-def}", "${NONE:-def}"},
		{"A=$(cmd ${NONE:-def})", "<cmd def>"},
		{"A='${NONE:-def}'", "${NONE:-def}"},
		{"A=$(print $EXT \\$B $)", "outside $B $"},
		{"C=$(print p\\$B)\nA=$C", "p$B"},
		{"C='p$B'\nA=$C", "p$B"},
		{"C='$(cmd)'\nA=$C", "$(cmd)"},
	} {
		if got, err := parse(t, c.text).Value(t.Context(), "A"); err != nil || got.Text != c.want {
			t.Errorf("%q gives %q, %v, want %q", c.text, got.Text, err, c.want)
		}
	}
}

func TestNames_InOrderOfFirstLines(t *testing.T) {
	file := parse(t, "# comment\nB=1\nA=2\n\nB=3\nBARE\n")
	if diff := cmp.Diff([]string{"B", "A", "BARE"}, file.Names()); diff != "" {
		t.Error(diff)
	}
	if got := []int{file.Line("B"), file.Line("A"), file.Line("BARE"), file.Line("NONE")}; !cmp.Equal(got, []int{5, 3, 6, 0}) {
		t.Errorf("lines %v", got)
	}
	want := map[string]string{"B": "3", "A": "2", "BARE": ""}
	if diff := cmp.Diff(want, values(t, file)); diff != "" {
		t.Error(diff)
	}
}

func TestWarnings(t *testing.T) {
	file := parse(t, "A=1\nmkdir -p x\n  # fine\n\na-b=1\nC=\"one\n two\"\nD='open\nE=\"x\\ny\"\nF=\"a\" b\nG=b;\nH='x\\ny'\nI=\"$(printf 'x\\n')\"\n")
	var got []string
	for _, w := range file.Warnings() {
		got = append(got, w.String())
	}
	want := []string{
		"secrets:2: this line is skipped, it is no NAME=value; a command that must run is written as NAME=$(command)",
		"secrets:5: this line is skipped, it is no NAME=value; a command that must run is written as NAME=$(command)",
		"secrets:8: a quote is not closed, it stays in the value",
		`secrets:9: \n in double quotes stays as two characters, for a line break write one`,
		"secrets:10: there is text behind the closing quote, the quotes stay in the value",
		"secrets:11: the ; at the end stays in the value",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// counter counts the commands that it runs.
type counter struct {
	sync.Mutex
	ran map[string]int
}

func (c *counter) run(_ context.Context, command string) (string, error) {
	c.Lock()
	defer c.Unlock()
	c.ran[command]++
	if command == "false" {
		return "", errors.New("exit status 1")
	}
	return "secret of " + command + "\n", nil
}

func TestValue_RunsEachCommandOnce(t *testing.T) {
	c := &counter{ran: map[string]int{}}
	file, err := dotenv.Parse("secrets", []byte("A=$(a)\nB=$(b)\nC=$A and $A\nD=$(false)\nE=$(e $D)\n"), dotenv.Options{Run: c.run})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.ran) > 0 {
		t.Errorf("parsing ran %v", c.ran)
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if got, err := file.Value(t.Context(), "C"); err != nil || got.Text != "secret of a and secret of a" {
				t.Errorf("got %q, %v", got, err)
			}
			if _, err := file.Value(t.Context(), "E"); err == nil {
				t.Error("a failed command gives a value")
			}
		})
	}
	wg.Wait()
	if diff := cmp.Diff(map[string]int{"a": 1, "b": 1, "false": 1}, c.ran); diff != "" {
		t.Error(diff)
	}
}

func TestValue_TriesAgainAfterCancelling(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	run := func(ctx context.Context, _ string) (string, error) { return "x", ctx.Err() }
	file, err := dotenv.Parse("secrets", []byte("A=$(a)"), dotenv.Options{Run: run})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := file.Value(ctx, "A"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got, err := file.Value(t.Context(), "A"); err != nil || got.Text != "x" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestValue_ErrorsNameTheLineAndNoValue(t *testing.T) {
	broken := errors.New("exit status 1")
	options := dotenv.Options{
		Run: func(context.Context, string) (string, error) { return "", broken },
		Lookup: func(_ context.Context, name string) (dotenv.Value, bool, error) {
			if name == "BAD" {
				return dotenv.Value{}, false, broken
			}
			return dotenv.Value{}, false, nil
		},
	}
	text := "S=hunter2\n\nA=$(cmd \"$S\")\nB=x$A\nexport C\nD=$BAD\n"
	file, err := dotenv.Parse("secrets", []byte(text), options)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"A": `secrets:3: running "cmd \"$S\"" for "A": exit status 1`,
		"B": `secrets:3: running "cmd \"$S\"" for "A": exit status 1`,
		"C": `secrets:5: reading "C": exported without a value, and not set before`,
		"D": `secrets:6: reading "D": exit status 1`,
		"E": `reading "E" from "secrets": not defined`,
	} {
		if _, err := file.Value(t.Context(), name); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if _, err := file.Value(t.Context(), "A"); !errors.Is(err, broken) {
		t.Error("the cause is lost")
	}
}

func TestLimits(t *testing.T) {
	if _, err := dotenv.Parse("secrets", make([]byte, 2<<20), dotenv.Options{}); err == nil {
		t.Error("a large text is accepted")
	}
	if _, err := dotenv.Parse("secrets", []byte(strings.Repeat("A=1\n", 20_000)), dotenv.Options{}); err == nil {
		t.Error("many lines are accepted")
	}
	var doubling strings.Builder
	doubling.WriteString("A=xx\n")
	for range 40 {
		fmt.Fprintln(&doubling, "A=$A$A")
	}
	if _, err := parse(t, doubling.String()).Value(t.Context(), "A"); !errors.Is(err, dotenv.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	deep := "A=" + strings.Repeat("${N:-", 50_000) + strings.Repeat("}", 50_000)
	if _, err := parse(t, deep).Value(t.Context(), "A"); err == nil {
		t.Error("deep defaults are accepted")
	}
	parse(t, strings.Repeat("\n", 1_000_000))
	chain := strings.Repeat("A=$A\n", dotenv.MaxLines)
	if _, err := parse(t, chain).Value(t.Context(), "A"); err != nil {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"A=b\n", "export A = 'b' # c\n", "A: \"x\\ny\n z\"\nB=${A:-$(cmd $A)}\n", "A=$(a $(b) \\) c)\nexport A\n", "A=\n\"x\"\n\n# c\nB", "A='it\\'s'", "A=\"a\\\"", "A=${B", "A=\\$(a)\\${B}$$",
		"\ufeffA=1\r\nB=2\rC=3", "junk line\nA", "A=${A:-${B:-}}", "DOTENV_LINEBREAK_MODE=legacy\nA=\"\\n\\r\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := dotenv.Parse("secrets", text, dotenv.Options{Lookup: lookup, Run: echo})
		if err != nil {
			return
		}
		last := 0
		lines := strings.Count(strings.ReplaceAll(string(text), "\r", "\n"), "\n") + 1
		for _, w := range file.Warnings() {
			if w.Line < 1 || w.Line > lines {
				t.Fatalf("warning in line %d of %d", w.Line, lines)
			}
		}
		for _, name := range file.Names() {
			last = max(last, file.Line(name))
			if _, err := file.Value(t.Context(), name); err != nil && !errors.Is(err, dotenv.ErrNotSet) && !errors.Is(err, dotenv.ErrTooLarge) && !errors.Is(err, dotenv.ErrForm) && !errors.Is(err, dotenv.ErrRequired) {
				t.Fatal(err)
			}
		}
		if last > lines {
			t.Fatalf("line %d of %d", last, lines)
		}
	})
}
