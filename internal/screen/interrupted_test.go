package screen

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
)

func TestInterruption_IsToldInOneLine(t *testing.T) {
	cut := func(line string) error {
		return &kamal.CommandError{Line: line, Err: fmt.Errorf("%w: interrupt", context.Canceled)}
	}
	first, second := &kamal.HostError{Host: one, Err: cut("docker ps")}, &kamal.HostError{Host: two, Err: cut("docker images")}
	broken := &kamal.HostError{Host: two, Err: errors.New("disk full")}
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, "interrupted"},
		{errors.Join(first, second), fmt.Sprintf("interrupted while working on %s, %s", one, two)},
		{&kamal.BootError{Err: first}, fmt.Sprintf("interrupted while working on %s", one)},
		{errors.New("running hook"), "interrupted\nrunning hook"},
		{errors.Join(first, broken), fmt.Sprintf("interrupted while working on %s, %s\n%s: disk full", one, two, two)},
	} {
		if got := explain(&Interrupted{Err: c.err}, false); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// The steps of which is said that what ran before runs on are steps that there are.
func TestHarmless_AreSteps(t *testing.T) {
	doc, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range harmless {
		if !strings.Contains(string(doc), "| `"+string(step)+"` |") {
			t.Errorf("there is no step %q", step)
		}
	}
}
