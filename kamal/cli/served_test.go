package cli

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDeploy_EndsWithWhatRunsWhereAndWhetherItAnswers(t *testing.T) {
	p := newFleetProject(t)
	for _, line := range [][]string{
		{"setup", "--skip-push", "--version", "v1"},
		{"deploy", "--skip-push", "--version", "v2"},
		{"redeploy", "--skip-push", "--version", "v3"},
		{"rollback", "v2"},
	} {
		_, stderr, status := p.kamal(t, line...)
		lines := strings.Split(strings.TrimSpace(stderr), "\n")
		version := line[len(line)-1]
		want := "^shop " + version + ` on app1 in \d+\.\ds: http://shop.example.com answers 200$`
		if last := lines[len(lines)-1]; status != codeDone || !regexp.MustCompile(want).MatchString(last) {
			t.Errorf("%s ends with %q, status %d", line[0], last, status)
		}
	}
	stdout, _, _ := p.kamal(t, "deploy", "--skip-push", "--version", "v4", "--output", "json", "-q")
	_, end, _ := strings.Cut(regexp.MustCompile(`"seconds":[0-9.]+`).ReplaceAllString(stdout, `"seconds":1`), `"event":`)
	if diff := cmp.Diff(`"finished","hosts":["app1"],"seconds":1,"version":"v4","exit_code":0}`+"\n", end); diff != "" {
		t.Error(diff)
	}
}
