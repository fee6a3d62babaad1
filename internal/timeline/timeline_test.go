package timeline_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/screen/screentest"
	"github.com/kamal-go/kamal/internal/timeline"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

const (
	one = config.Host("192.0.2.1")
	two = config.Host("192.0.2.2")
)

// later is an event, and how long after the one before.
type later struct {
	after time.Duration
	event kamal.Event
}

var (
	ms        = time.Millisecond
	errBroken = errors.New("no space left <on device> & more")
)

// deploy is one in which the lock is waited for, commands go together, one host is
// slow and one fails, and a command has not ended when the run has.
var deploy = []later{
	{0, kamal.HookStarted{Hook: "pre-deploy"}},
	{40 * ms, kamal.HookFinished{Hook: "pre-deploy"}},
	{0, kamal.LockHeld{Head: kamal.Head{Host: one}, Details: "Locked by: dev", Waiting: true}},
	{300 * ms, kamal.LockHeld{Head: kamal.Head{Host: one}, Details: "Locked by: dev", Waiting: true}},
	{300 * ms, kamal.LockAcquired{Head: kamal.Head{Host: one}}},
	{0, kamal.CommandStarted{Line: "git status", Name: "git status"}},
	{5 * ms, kamal.CommandFinished{Line: "git status", Name: "git status", Err: errBroken, Optional: true}},
	{0, kamal.StepStarted{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: []config.Host{one, two}}},
	{20 * ms, kamal.CommandStarted{Head: kamal.Head{Host: two}, Line: "docker run shop", Name: "starting the container", Part: 1, Of: 2}},
	{0, kamal.CommandStarted{Head: kamal.Head{Host: one}, Line: "docker run shop", Name: "starting the container", Part: 1, Of: 2}},
	{0, kamal.CommandStarted{Head: kamal.Head{Host: one}, Line: "df", Name: "df"}},
	{50 * ms, kamal.CommandFinished{Head: kamal.Head{Host: one}, Line: "docker run shop", Part: 1, Of: 2}},
	{0, kamal.CommandStarted{Head: kamal.Head{Host: one}, Line: "docker stop shop", Name: "stopping the old container", Part: 2, Of: 2}},
	{10 * ms, kamal.CommandFinished{Head: kamal.Head{Host: one}, Line: "docker stop shop", Part: 2, Of: 2}},
	{0, kamal.CommandFinished{Head: kamal.Head{Host: one}, Line: "df"}},
	{0, kamal.HostFinished{Head: kamal.Head{Host: one}}},
	{70 * ms, kamal.CommandFinished{Head: kamal.Head{Host: two}, Line: "docker run shop", Part: 1, Of: 2, Err: errBroken}},
	{0, kamal.HostFailed{Head: kamal.Head{Host: two}, Err: errBroken}},
	{0, kamal.Warning{Head: kamal.Head{Host: two}, Text: "the disk is full: hunter2"}},
	{30 * ms, kamal.StepFinished{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Err: errBroken}},
	{0, kamal.CommandStarted{Head: kamal.Head{Host: two}, Line: "docker logs shop </script><script>parent.hacked=1</script>", Name: "docker logs"}},
	{0, kamal.Note{Text: "that was \"it\""}},
	{100 * ms, kamal.LockReleased{Head: kamal.Head{Host: one}}},
}

// write carries a run out without waiting for it, and gives the file.
func write(t *testing.T, name string, events []later, result error) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	synctest.Test(t, func(t *testing.T) {
		x, err := timeline.Open(timeline.Options{
			Path: path, Title: "kamal deploy",
			Mask: func(text string) string { return strings.ReplaceAll(text, "hunter2", "[REDACTED]") },
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			time.Sleep(e.after)
			x.Handle(e.event)
		}
		if err := x.Close(result); err != nil {
			t.Error(err)
		}
		x.Handle(kamal.Note{Text: "too late"})
		if err := x.Close(nil); err != nil {
			t.Error(err)
		}
	})
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestPage_ShowsARun(t *testing.T) {
	text := write(t, "run.html", deploy, errors.New("192.0.2.2: "+errBroken.Error()))
	_, body, _ := strings.Cut(text, "<body>")
	body, _, _ = strings.Cut(body, "<script>")
	golden.Read(t, "testdata/deploy.txtar").Compare(t, "page.html", body)
}

func TestTraceEvents_ShowARun(t *testing.T) {
	golden.Read(t, "testdata/deploy.txtar").Compare(t, "events.json", write(t, "run.JSON", deploy, errors.New("192.0.2.2: "+errBroken.Error())))
}

// The format is one that other programs read: each event has a phase, and in one
// thread what takes time nests.
func TestTraceEvents_AreWellFormed(t *testing.T) {
	var file struct {
		Events []struct {
			Name, Ph, S string
			TS, Dur     *float64
			Pid, Tid    *int
		} `json:"traceEvents"`
	}
	if err := json.Unmarshal([]byte(write(t, "run.json", deploy, nil)), &file); err != nil {
		t.Fatal(err)
	}
	ends := map[[2]int][]float64{}
	for _, e := range file.Events {
		if e.Name == "" || e.TS == nil || e.Pid == nil || e.Tid == nil {
			t.Errorf("%+v lacks something", e)
			continue
		}
		if e.Ph != "X" {
			continue
		}
		if e.Dur == nil {
			t.Fatalf("%q has no duration", e.Name)
		}
		thread, end := [2]int{*e.Pid, *e.Tid}, *e.TS+*e.Dur
		open := ends[thread]
		for len(open) > 0 && open[len(open)-1] <= *e.TS {
			open = open[:len(open)-1]
		}
		if len(open) > 0 && end > open[len(open)-1] {
			t.Errorf("%q reaches out of what it began in", e.Name)
		}
		ends[thread] = append(open, end)
	}
}

func TestTimeline_OfNothing(t *testing.T) {
	for _, name := range []string{"run.html", "run.json"} {
		if text := write(t, name, nil, nil); !strings.Contains(text, "kamal deploy") {
			t.Errorf("%s is %s", name, text)
		}
	}
}

func TestTimeline_ShowsHostileTextsAsTheyAre(t *testing.T) {
	var events []later
	for _, e := range screentest.Events() {
		events = append(events, later{ms, screentest.Spoilt(e)})
	}
	for _, name := range []string{"run.html", "run.json"} {
		text := write(t, name, events, errors.New(screentest.Hostile))
		for _, r := range text {
			if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0x202e || r == 0x9b {
				t.Fatalf("%s has the character %U", name, r)
			}
		}
	}
}

func TestOpen_RefusesWhereNothingCanBeWritten(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "folder.html"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"run.txt":      "has to end in .html",
		"run":          "has to end in .html",
		"folder.html":  "is no file",
		"no/run.html":  "writing the timeline",
		"file/run.htm": "writing the timeline",
	} {
		_, err := timeline.Open(timeline.Options{Path: filepath.Join(dir, name)})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
	checkFiles(t, dir, "file", "folder.html")
}

// A file that is there stays as it is until the new one is complete.
func TestTimeline_ReplacesAFileAtOnce(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run.html")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.html")
	if runtime.GOOS == "windows" {
		link = path
	} else if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	x, err := timeline.Open(timeline.Options{Path: link, Title: "kamal deploy"})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "before" {
		t.Errorf("it is %q, %v", text, err)
	}
	if err := x.Close(nil); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), "kamal deploy") {
		t.Errorf("it is %q, %v", text, err)
	}
	checkFiles(t, dir, filepath.Base(link), "run.html")
}

func TestClose_TellsWhatCanNotBeWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	x, err := timeline.Open(timeline.Options{Path: filepath.Join(dir, "run.html")})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(nil); err == nil || !strings.Contains(err.Error(), "writing the timeline") {
		t.Errorf("got %v", err)
	}
}

// checkFiles fails if other files than these are left in a folder.
func checkFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	if got := strings.Join(names, " "); got != strings.Join(want, " ") && !(len(want) == 2 && want[0] == want[1] && got == want[0]) {
		t.Errorf("there are %s, want %s", got, want)
	}
}
