package dotenv_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/dotenv"
)

// journal writes down what runs, in its order. The command false fails.
type journal struct {
	mu  sync.Mutex
	ran []string
}

func (j *journal) run(_ context.Context, command string) (string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ran = append(j.ran, command)
	if command == "false" {
		return "", errors.New("exit status 1")
	}
	return command + "\n", nil
}

func TestValue_RunsWhatStandsAboveInOrder(t *testing.T) {
	text := "_LOGIN=$(login)\nA=$(a)\nB='$(b)'\nA=$(again)\nD=x${A}\nE=$(e)\nF=$(f)\n"
	for _, tt := range []struct {
		names string
		want  []string
	}{
		{"", nil},
		{"A", []string{"login", "a", "again"}},
		{"D", []string{"login", "a", "again"}},
		{"E", []string{"login", "a", "again", "e"}},
		{"EDA", []string{"login", "a", "again", "e"}},
		{"AE", []string{"login", "a", "again", "e"}},
		{"FA", []string{"login", "a", "again", "e", "f"}},
	} {
		var j journal
		file, err := dotenv.Parse("f", []byte(text), dotenv.Options{Run: j.run})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range tt.names {
			if _, err := file.Value(t.Context(), string(name)); err != nil {
				t.Error(err)
			}
		}
		if diff := cmp.Diff(tt.want, j.ran); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.names, diff)
		}
	}
}

func TestValue_RunsInOrderHoweverManyAsk(t *testing.T) {
	var j journal
	file, err := dotenv.Parse("f", []byte("A=$(a)\nB=$(b)\nC=$(c)\nD=$(d)\n"), dotenv.Options{Run: j.run})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			if _, err := file.Value(t.Context(), string("ABCD"[i%4])); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if !slices.Equal(j.ran, []string{"a", "b", "c", "d"}) {
		t.Errorf("ran %v", j.ran)
	}
}

func TestPrepare_RunsAllCommandsOnce(t *testing.T) {
	var j journal
	file, err := dotenv.Parse("f", []byte("A=$(a)\nB=$(b)\n"), dotenv.Options{Run: j.run})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := file.Prepare(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := file.Value(t.Context(), "B"); v.Text != "b" || err != nil {
		t.Errorf("got %q, %v", v.Text, err)
	}
	if !slices.Equal(j.ran, []string{"a", "b"}) {
		t.Errorf("ran %v", j.ran)
	}
}

// A line that nobody needs may fail, and is told of; one that is needed fails with its own error.
func TestValue_TellsOfFailuresAboveThatNobodyNeeds(t *testing.T) {
	var j journal
	var told []string
	options := dotenv.Options{Run: j.run, Failed: func(e *dotenv.LineError) { told = append(told, e.Error()) }}
	file, err := dotenv.Parse("f", []byte("A=$(false)\nB=$(false)\nC=$(c)\nD=$A\n"), options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Value(t.Context(), "A"); err == nil {
		t.Error("a command that failed gives a value")
	}
	for range 2 {
		if v, err := file.Value(t.Context(), "C"); v.Text != "c" || err != nil {
			t.Errorf("got %q, %v", v.Text, err)
		}
	}
	if _, err := file.Value(t.Context(), "D"); err == nil || err.Error() != `f:1: running "false" for "A": exit status 1` {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff([]string{`f:2: running "false" for "B": exit status 1`}, told); diff != "" {
		t.Error(diff)
	}
}
