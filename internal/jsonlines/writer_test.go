package jsonlines

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/internal/screen/screentest"
	"github.com/kamal-go/kamal/kamal"
)

// The lines are an interface: programs read them.
func TestJSON_FormOfTheLines(t *testing.T) {
	var out bytes.Buffer
	s := New(&out, false)
	s.now = func() time.Time { return time.Date(2026, 1, 31, 8, 1, 0, 0, time.UTC) }
	for _, e := range screentest.Deploy() {
		s.Event(e)
	}
	s.Event(kamal.ContainerFailed{Head: kamal.Head{Host: screentest.One}, Role: "web", Version: "v2", Status: "exited", ExitCode: 3, Log: "<boom>"})
	s.Event(kamal.LockHeld{Head: kamal.Head{Host: screentest.One}, Details: "Locked by: dev", Waiting: true})
	s.Answer(screen.Answer{Of: "lock status", Text: "There is no deploy lock", Data: map[string]bool{"held": false}})
	s.Answer(screen.Answer{Of: "app logs", Log: true, Several: true, Host: screentest.One, Role: "web", Text: "hello"})
	s.Finish(screentest.Failure(), 8)
	got := strings.ReplaceAll(out.String(), `{"schema":1,"time":"2026-01-31T08:01:00Z",`, "{")
	got = regexp.MustCompile(`{"schema":1,"time":"20[^"]+Z",`).ReplaceAllString(got, "{") // events have a time of their own
	want := `{"event":"hook_started","hook":"pre-deploy"}
{"event":"hook_finished","hook":"pre-deploy","text":"","seconds":1.2}
{"event":"step_started","step":"building the image","step_name":"build"}
{"event":"output","stream":"stdout","text":"#1 load\n#2 push\n"}
{"event":"step_finished","step":"building the image","step_name":"build","seconds":61}
{"event":"lock_acquired","host":"192.0.2.1"}
{"event":"step_started","step":"booting the app","step_name":"boot-app","hosts":["192.0.2.1","192.0.2.2"]}
{"event":"command_started","host":"192.0.2.1","command":"docker run shop"}
{"event":"command_started","host":"192.0.2.2","command":"docker run shop"}
{"event":"output","host":"192.0.2.1","stream":"stdout","text":"4f3c\n"}
{"event":"command_finished","host":"192.0.2.1","command":"docker run shop","seconds":1}
{"event":"host_finished","host":"192.0.2.1"}
{"event":"output","host":"192.0.2.2","stream":"stdout","text":"pulling layers\n"}
{"event":"output","host":"192.0.2.2","stream":"stderr","text":"no space left\n"}
{"event":"command_finished","host":"192.0.2.2","command":"docker run shop","seconds":1,"error":"no space left (starting the container: exit status 125)"}
{"event":"host_failed","host":"192.0.2.2","error":"no space left (starting the container: exit status 125)"}
{"event":"warning","host":"192.0.2.2","text":"the disk is full"}
{"event":"step_finished","step":"booting the app","step_name":"boot-app","hosts":["192.0.2.1","192.0.2.2"],"seconds":2,"error":"no space left (starting the container: exit status 125)"}
{"event":"lock_released","host":"192.0.2.1"}
{"event":"container_failed","host":"192.0.2.1","role":"web","text":"<boom>","data":{"version":"v2","status":"exited","exit_code":3,"restarts":0,"out_of_memory":false}}
{"event":"lock_held","host":"192.0.2.1","text":"Locked by: dev","waiting":true}
{"event":"result","command":"lock status","text":"There is no deploy lock","data":{"held":false}}
{"event":"log","host":"192.0.2.1","role":"web","command":"app logs","text":"hello"}
{"event":"finished","error":"192.0.2.2: no space left (starting the container: exit status 125)","states":[` +
		`{"host":"192.0.2.1","role":"web","state":"new","before":"v1","version":"v2"},` +
		`{"host":"192.0.2.2","role":"web","state":"old","before":"v1","version":"v2"}],"exit_code":8}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestJSON_QuietLeavesResultsAndTheEnd(t *testing.T) {
	var out bytes.Buffer
	s := New(&out, true)
	s.Event(kamal.Note{Text: "by the way"})
	s.Answer(screen.Answer{Of: "version", Text: "v"})
	s.Finish(nil, 0)
	if got := strings.Count(out.String(), "\n"); got != 2 || strings.Contains(out.String(), "by the way") {
		t.Errorf("got %s", out.String())
	}
}

// docs/json.md is where people look the lines up.
func TestJSON_EveryEventAndKeyIsDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "json.md"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, form := range []reflect.Type{
		reflect.TypeFor[line](), reflect.TypeFor[state](), reflect.TypeFor[version](), reflect.TypeFor[finding](), reflect.TypeFor[secret](),
		reflect.TypeFor[lock](), reflect.TypeFor[stale](), reflect.TypeFor[listed](), reflect.TypeFor[image](), reflect.TypeFor[entry](),
		reflect.TypeFor[builder](), reflect.TypeFor[bootConfig](),
	} {
		for field := range form.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	for _, file := range []string{"writer.go", filepath.Join("..", "..", "kamal", "events_json.go")} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:Event(?:: | = )|json:)"(\w+)`).FindAllSubmatch(source, -1) {
			names = append(names, string(m[1]))
		}
	}
	for _, name := range names {
		if !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("docs/json.md has no %q", name)
		}
	}
}

func TestJSON_ShowsHostileTextsAsTheyAre(t *testing.T) {
	var out bytes.Buffer
	s := New(&out, false)
	for _, e := range screentest.Events() {
		s.Event(screentest.Spoilt(e))
	}
	s.Answer(screen.Answer{Of: "app version", Text: screentest.Hostile})
	s.Finish(errors.New(screentest.Hostile), 1)
	screentest.CheckHarmless(t, "json", strings.ReplaceAll(out.String(), `\ufffd`, ""), false)
}
