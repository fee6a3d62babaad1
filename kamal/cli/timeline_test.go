package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// timelineOf reads a timeline that was written into the project, and fails if there
// is a secret in it or something else beside it.
func (p fleetProject) timelineOf(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, "out", name))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "hush-hush") {
		t.Errorf("a secret is in %s", name)
	}
	files, err := os.ReadDir(filepath.Join(p.dir, "out"))
	if err != nil || len(files) != 1 {
		t.Errorf("out has %v, %v", files, err)
	}
	return string(text)
}

func newTimelineProject(t *testing.T) fleetProject {
	t.Helper()
	p := newFleetProject(t)
	if err := os.Mkdir(filepath.Join(p.dir, "out"), 0o755); err != nil {
		t.Fatal(err)
	}
	p.write(t, ".kamal/secrets", "PASSWORD=hush-hush\n")
	return p
}

func TestTimeline_OfADeployThatWorks(t *testing.T) {
	p := newTimelineProject(t)
	if _, errs, status := p.kamal(t, "deploy", "--skip-push", "--version=1", "--timeline", "out/deploy.html"); status != codeDone {
		t.Fatalf("status %d: %s", status, errs)
	}
	text := p.timelineOf(t, "deploy.html")
	for _, want := range []string{"<h1>kamal deploy</h1>", "done in ", ">booting the app</button>", ">lock on app1</button>", ">app1</div>", "sent together"} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q", want)
		}
	}
}

func TestTimeline_OfADeployThatFails(t *testing.T) {
	p := newTimelineProject(t)
	p.Break("app1", "*shop*")
	_, errs, status := p.kamal(t, "deploy", "--skip-push", "--version=1", "--timeline=out/deploy.json", "--quiet")
	if status == codeDone {
		t.Fatal(errs)
	}
	text := p.timelineOf(t, "deploy.json")
	for _, want := range []string{`"error": "app1: `, `"cat": "failure"`} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q", want)
		}
	}
}

// What can't be written is told before anything is done.
func TestTimeline_ThatCanNotBeWritten(t *testing.T) {
	p := newTimelineProject(t)
	for name, want := range map[string]string{
		"nowhere/deploy.html": `writing the timeline`,
		"out":                 "has to end in .html",
		"":                    "needs the name of a file",
	} {
		_, errs, status := p.kamal(t, "deploy", "--skip-push", "--version=1", "--timeline="+name)
		if status == codeDone || !strings.Contains(errs, want) || strings.Contains(errs, "[app1]") {
			t.Errorf("%q: status %d: %s", name, status, errs)
		}
	}
	if n := p.Connections("app1"); n > 0 {
		t.Errorf("the host was connected to %d times", n)
	}
}
