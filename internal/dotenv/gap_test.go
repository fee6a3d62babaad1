package dotenv_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/dotenv"
)

// outside knows SET; VOID is set, to nothing.
func outside(_ context.Context, name string) (dotenv.Value, bool, error) {
	switch name {
	case "SET":
		return dotenv.Value{Text: "value"}, true, nil
	case "VOID":
		return dotenv.Value{Gaps: []dotenv.Gap{{Variable: name, Set: true}}}, true, nil
	}
	return dotenv.Value{}, false, nil
}

// quiet stands for a shell whose commands print what follows the word print, and nothing else.
func quiet(_ context.Context, command string) (string, error) {
	what, _ := strings.CutPrefix(command, "print ")
	if what == command {
		what = ""
	}
	return what, nil
}

func TestValue_KnowsWhatItLacks(t *testing.T) {
	for _, c := range []struct{ text, value, gaps string }{
		{"A=", "", ""},
		{`A=""`, "", ""},
		{"A=''", "", ""},
		{"A=$NONE", "", "1 A: $NONE is not set"},
		{"A=${NONE}", "", "1 A: $NONE is not set"},
		{"A=$VOID", "", "1 A: $VOID is empty"},
		{"A", "", "1 A: it is a bare name"},
		{"A=x${NONE}y$NOR", "xy", "1 A: $NONE is not set; 1 A: $NOR is not set"},
		{"A=$NONE$NONE", "", "1 A: $NONE is not set"},
		{"A=$A", "", "1 A: $A is not set"},
		{"A='$NONE'", "$NONE", ""},
		{`A=\$NONE`, "$NONE", ""},
		{"B=$NONE\nA=x$B", "x", "1 B: $NONE is not set"},
		{"B=\nA=x$B", "x", ""},
		{"B\nA=$B", "", "1 B: it is a bare name"},
		{"A=$NONE\nexport A", "", "1 A: $NONE is not set"},
		{"A=$NONE\nA=set", "set", ""},
		{"A=${NONE:-}", "", ""},
		{"A=${NONE-}", "", ""},
		{"A=${VOID-}", "", ""},
		{"A=${VOID-x}", "", ""},
		{"A=${VOID:-x}", "x", ""},
		{"A=${NONE-x}", "x", ""},
		{"A=${SET-x}${SET:-x}", "valuevalue", ""},
		{"A=${NONE:-$NOR}", "", "1 A: $NOR is not set"},
		{"B=$NONE\nA=${B-x}", "x", ""},
		{"B=\nA=${B-x}", "", ""},
		{"B=y$NONE\nA=${B:-x}", "y", "1 B: $NONE is not set"},
		{"A=$(cmd)", "", `1 A: "cmd" printed nothing`},
		{"A=x$(cmd)", "x", `1 A: "cmd" printed nothing`},
		{"A=$(print null)", "null", `1 A: "print null" printed null, as for a key that is not there`},
		{"B=$(cmd)\nA=x$B", "x", `1 B: "cmd" printed nothing`},
		{"B=$(cmd)\nA=x${B:-}", "x", ""},
		{"A=$(print x$NONE)", "x", "1 A: $NONE is not set"},
		{"A=$(kamal secrets fetch $NONE)", "", "1 A: $NONE is not set; 1 A: \"kamal secrets fetch $NONE\" printed nothing"},
	} {
		file, err := dotenv.Parse("f", []byte(c.text), dotenv.Options{Lookup: outside, Run: quiet})
		if err != nil {
			t.Fatal(err)
		}
		v, err := file.Value(t.Context(), "A")
		if got := list(t, v.Gaps); err != nil || v.Text != c.value || got != c.gaps {
			t.Errorf("%q gives %q, lacks %s, %v\nwant %q, %s", c.text, v.Text, got, err, c.value, c.gaps)
		}
	}
}

func list(t *testing.T, gaps []dotenv.Gap) string {
	t.Helper()
	var all []string
	for _, g := range gaps {
		if g.File != "f" {
			t.Errorf("a gap of file %q", g.File)
		}
		all = append(all, string(rune('0'+g.Line))+" "+g.Name+": "+g.String())
	}
	return strings.Join(all, "; ")
}

// What a shell comes to depends on the shell, so it gets to know what is missing.
func TestValue_LeavesGapsInCommandsToTheShell(t *testing.T) {
	kill := func(name, says string) string { return "${" + name + ":-$(echo '" + says + "' >&2; kill $$)}" }
	for _, c := range []struct{ text, command, gaps string }{
		{"A=$(print $SET)", "print value", ""},
		{"A=$(print $NONE)", "print " + kill("NONE", "$NONE is not set"), ""},
		{"A=$(print \"${NONE}\")", `print "` + kill("NONE", "$NONE is not set") + `"`, ""},
		{"A=$(print $VOID)", "print " + kill("VOID", "$VOID is empty"), ""},
		{"B=$NONE\nA=$(print $B)", "print " + kill("kamal_secrets_B", "$NONE is not set"), ""},
		{"B=$(cmd)\nA=$(print $B)", "print " + kill("kamal_secrets_B", "B is empty"), ""},
		{"B=\nA=$(print $B.)", "print .", ""},
		{"A=$(print ${NONE:-x})", "print x", ""},
		{"A=$(print \\$NONE)", "print $NONE", ""},
		{"A=$(print '$NONE')", "print ''", "1 A: $NONE is not set"},
		{"A=$(print '{print $2}')", "print '{print }'", "1 A: $2 is not set"},
		{"A=$(print \"it's $NONE\")", `print "it's ` + kill("NONE", "$NONE is not set") + `"`, ""},
		{`A=$(print \'$NONE)`, `print '` + "", "1 A: $NONE is not set"},
		{"A=$(print \"$(x '$NONE')\")", `print "$(x '')"`, "1 A: $NONE is not set"},
		{"A=$(print \"$(x)'$NONE'\")", `print "$(x)'` + kill("NONE", "$NONE is not set") + `'"`, ""},
		{"A=$(kamal secrets extract X $NONE)", "kamal secrets extract X ", "1 A: $NONE is not set"},
	} {
		var ran string
		run := func(_ context.Context, command string) (string, error) {
			if ran = command; command == "cmd" {
				return "", nil
			}
			return "x", nil
		}
		file, err := dotenv.Parse("f", []byte(c.text), dotenv.Options{Lookup: outside, Run: run, Guard: true})
		if err != nil {
			t.Fatal(err)
		}
		v, err := file.Value(t.Context(), "A")
		if got := list(t, v.Gaps); err != nil || got != c.gaps {
			t.Errorf("%q lacks %s, %v; want %s", c.text, got, err, c.gaps)
		}
		if diff := cmp.Diff(c.command, ran); diff != "" {
			t.Errorf("%q runs (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestValue_SaysWhatACommandWithoutOutputLacked(t *testing.T) {
	file, err := dotenv.Parse("f", []byte("A=$(echo $NONE | x)"), dotenv.Options{Lookup: outside, Run: quiet, Guard: true})
	if err != nil {
		t.Fatal(err)
	}
	v, err := file.Value(t.Context(), "A")
	if got := list(t, v.Gaps); err != nil || got != `1 A: $NONE is not set; 1 A: "echo $NONE | x" printed nothing` {
		t.Errorf("lacks %s, %v", got, err)
	}
}
