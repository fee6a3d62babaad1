package cmdline

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLine_ProgramStandsForACommandThatThereIsNot(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"hello", "/bin/kamal-hello [] --"},
		{"hello -x --y=z deploy -- -d a", "/bin/kamal-hello [-x --y=z deploy -- -d a] --"},
		{"-d staging -c x.yml hello -d production", "/bin/kamal-hello [-d production] --destination=staging --config-file=x.yml --"},
		{"help hello a", "/bin/kamal-hello [a] help --"},
		{"--help hello", "/bin/kamal-hello [] help --"},
		{"plan hello", "/bin/kamal-hello [] --dry-run=true --"},
		{"hi -v", "/bin/kamal-hello [there -v] --destination=staging --"},
		{"re", "/bin/kamal-re [] --"},
		{"console", " [bin/console] --reuse=true --"},
		{"details", " [] --"},
		{"rol", " [] --"},
	} {
		l, err := testReader(t).Read(strings.Fields(c.line))
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		var got strings.Builder
		got.WriteString(l.Program + " [" + strings.Join(l.Words, " ") + "]")
		if l.Help {
			got.WriteString(" help")
		}
		for _, o := range l.Options {
			got.WriteString(" --" + o.Flag.Name + "=" + strings.Join(o.Values, ","))
		}
		if diff := cmp.Diff(c.want, got.String()+" --"); diff != "" {
			t.Errorf("%s: %s", c.line, diff)
		}
	}
}

func TestLine_NearestNameMayBeThatOfAProgram(t *testing.T) {
	for line, want := range map[string]string{"helo": `did you mean: kamal hello`, "app hello": "the commands that there are: kamal help app"} {
		_, err := testReader(t).Read(strings.Fields(line))
		if e, ok := err.(*UsageError); !ok || e.Hint() != want {
			t.Errorf("%s: got %v", line, err)
		}
	}
}
