package kamal_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestEventJSON_IsALineWithWhatAnEventHas(t *testing.T) {
	at := time.Date(2026, 1, 31, 9, 1, 0, 5e6, time.FixedZone("", 3600))
	for _, c := range []struct {
		event kamal.Event
		want  string
	}{
		{
			kamal.StepFinished{
				Head: kamal.Head{Time: at, Step: kamal.StepBootAccessory}, Words: "booting accessory db", Subject: "db",
				Hosts: []config.Host{"app1"}, Group: []config.Host{"app1"}, Took: 1500 * time.Millisecond,
			},
			`{"schema":1,"time":"2026-01-31T08:01:00.005Z","event":"step_finished","step":"booting accessory db","step_name":"boot-accessory",` +
				`"subject":"db","hosts":["app1"],"group":["app1"],"seconds":1.5}`,
		},
		{
			kamal.Printed{Head: kamal.Head{Time: at, Host: "app1", Step: kamal.StepPull, Command: 7}, Text: "<a>\x7f\n", Stderr: true},
			`{"schema":1,"time":"2026-01-31T08:01:00.005Z","event":"output","step_name":"pull","host":"app1","number":7,` +
				`"stream":"stderr","text":"<a>\u007f\n"}`,
		},
		{
			kamal.Deployed{Head: kamal.Head{Time: at}, Version: "v1", Hosts: []config.Host{"app1"}, Took: time.Second},
			`{"schema":1,"time":"2026-01-31T08:01:00.005Z","event":"deployed","hosts":["app1"],"seconds":1,"version":"v1"}`,
		},
	} {
		if got := string(kamal.EventJSON(c.event)); got != c.want+"\n" {
			t.Errorf("got\n%swant\n%s", got, c.want)
		}
	}
}

func TestEventJSON_TellsEveryEventOfADeploy(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, twoHosts)
		f.deployed("1")
		for _, e := range f.Events() {
			var line struct{ Event, Time string }
			text := kamal.EventJSON(e)
			if err := json.Unmarshal(text, &line); err != nil || line.Event == "" || bytes.Count(text, []byte("\n")) != 1 {
				t.Errorf("%T is %s: %v", e, text, err)
			}
			if at, err := time.Parse(time.RFC3339Nano, line.Time); err != nil || !at.Equal(e.At().Time) {
				t.Errorf("%T has the time %s, not its own: %v", e, line.Time, err)
			}
		}
	})
}
