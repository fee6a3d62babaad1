package secrets_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kballard/go-shellquote"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/kamal-go/kamal/kamal/secrets"
)

// A case is a conversation with a vault's program, testdata/*.txtar:
//
//	request  the words after "kamal secrets"
//	environ  variables, if any
//	calls    "$ program words", then "% NAME=value" for a variable added, "! STATUS" or "! missing" for a
//	         failure, and the program's output
//	want     the JSON fetched, or
//	error    the message
type testCase struct {
	request string
	environ []string
	calls   []call
	want    string
	err     string
}

type call struct {
	args    []string
	env     []string
	out     string
	status  int
	missing bool
}

func readCase(path string) (testCase, error) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		return testCase{}, err
	}
	c := testCase{environ: []string{}}
	for _, file := range archive.Files {
		text := string(file.Data)
		switch file.Name {
		case "request":
			c.request = strings.TrimSpace(text)
		case "environ":
			for line := range strings.Lines(text) {
				c.environ = append(c.environ, strings.TrimSpace(line))
			}
		case "calls":
			if c.calls, err = readCalls(text); err != nil {
				return testCase{}, err
			}
		case "want":
			c.want = strings.TrimSpace(text)
		case "error":
			c.err = strings.TrimSpace(text)
		default:
			return testCase{}, fmt.Errorf("unknown section %q", file.Name)
		}
	}
	return c, nil
}

func readCalls(text string) ([]call, error) {
	var calls []call
	for line := range strings.Lines(text) {
		rest := strings.TrimSpace(line[min(2, len(line)):])
		if strings.HasPrefix(line, "$ ") {
			args, err := shellquote.Split(rest)
			if err != nil {
				return nil, fmt.Errorf("reading %q: %w", line, err)
			}
			calls = append(calls, call{args: args})
			continue
		}
		now := &calls[len(calls)-1]
		switch {
		case strings.HasPrefix(line, "% "):
			now.env = append(now.env, rest)
		case line == "! missing\n":
			now.missing = true
		case strings.HasPrefix(line, "! "):
			if _, err := fmt.Sscan(rest, &now.status); err != nil {
				return nil, fmt.Errorf("reading %q: %w", line, err)
			}
		default:
			now.out += line
		}
	}
	return calls, nil
}

// player answers as the vault of a case does, and only to the calls of that case, in their order.
type player struct {
	t     *testing.T
	mu    sync.Mutex
	calls []call
}

func (p *player) run(_ context.Context, args, env []string) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.calls) == 0 {
		p.t.Errorf("unexpected call: %q", args)
		return nil, errors.New("unexpected call")
	}
	now := p.calls[0]
	p.calls = p.calls[1:]
	if diff := cmp.Diff(now.args, args); diff != "" {
		p.t.Errorf("call (-want +got):\n%s", diff)
	}
	if !slices.Equal(now.env, env) {
		p.t.Errorf("environment of %q: want %q, got %q", args, now.env, env)
	}
	switch {
	case now.missing:
		return nil, &exec.Error{Name: args[0], Err: exec.ErrNotFound}
	case now.status != 0:
		return []byte(now.out), fmt.Errorf("exit status %d", now.status)
	}
	return []byte(now.out), nil
}

func (p *player) finish() {
	for _, c := range p.calls {
		p.t.Errorf("call never made: %q", c.args)
	}
}

// checkAnswer compares what a request gave with what its case wants.
func checkAnswer(t *testing.T, c testCase, out string, err error) {
	t.Helper()
	got := ""
	if err != nil {
		got = err.Error()
	}
	if diff := cmp.Diff(c.err, got); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if strings.Contains(got, "s3cret") {
		t.Errorf("error holds a secret: %s", got)
	}
	words, err := shellquote.Split(out)
	if err != nil {
		t.Fatalf("splitting %q: %v", out, err)
	}
	if diff := cmp.Diff(c.want, strings.Join(words, " ")); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
}

func eachCase(t *testing.T, check func(t *testing.T, path string, c testCase)) {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("finding cases: %v, %d found", err, len(paths))
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			c, err := readCase(path)
			if err != nil {
				t.Fatalf("reading %s: %v", path, err)
			}
			check(t, path, c)
		})
	}
}

func TestAdapters_SpeakToTheirPrograms(t *testing.T) {
	eachCase(t, func(t *testing.T, _ string, c testCase) {
		vault := &player{t: t, calls: c.calls}
		fetcher := secrets.Fetcher{Run: vault.run, Environ: c.environ}
		out, handled, err := fetcher.Inline(t.Context(), "kamal secrets "+c.request)
		if !handled {
			t.Error("line not handled")
		}
		checkAnswer(t, c, out, err)
		vault.finish()
	})
}
