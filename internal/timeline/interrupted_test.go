package timeline_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// What was interrupted has not failed.
func TestTimeline_TellsAnInterruption(t *testing.T) {
	interrupted := fmt.Errorf("running: %w", context.Canceled)
	events := []later{
		{0, kamal.StepStarted{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: []config.Host{"app1"}}},
		{0, kamal.CommandStarted{Head: kamal.Head{Host: "app1"}, Line: "docker run shop", Name: "docker run"}},
		{time.Second, kamal.CommandFinished{Head: kamal.Head{Host: "app1"}, Line: "docker run shop", Name: "docker run", Err: interrupted}},
		{0, kamal.HostFailed{Head: kamal.Head{Host: "app1"}, Err: interrupted}},
		{0, kamal.StepFinished{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: []config.Host{"app1"}, Err: interrupted}},
	}
	page := write(t, "run.html", events, interrupted)
	_, page, _ = strings.Cut(page, "<body>")
	page, _, _ = strings.Cut(page, "<script>")
	if strings.Contains(page, "failed after") || strings.Contains(page, `data-note="failed`) || !strings.Contains(page, "interrupted after") {
		t.Errorf("the page is %s", page)
	}
	trace := write(t, "run.json", events, interrupted)
	if strings.Contains(trace, `"error"`) || strings.Contains(trace, `"failure"`) || strings.Count(trace, `"interrupted": true`) != 2 {
		t.Errorf("the events are %s", trace)
	}
}
