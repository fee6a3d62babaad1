package kamal_test

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
)

// flooding runs commands on a fleet, but those with a word in them print so many
// bytes without a line break, on both streams, and end with a status.
type flooding struct {
	kamal.Executor
	word   string
	bytes  int
	status int
}

func (x flooding) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	if !strings.Contains(cmd.String(), x.word) {
		return x.Executor.Run(ctx, host, cmd)
	}
	piece := bytes.Repeat([]byte("x"), 32<<10)
	for n := 0; n < x.bytes; n += len(piece) {
		for _, w := range []interface{ Write([]byte) (int, error) }{cmd.Stdout, cmd.Stderr} {
			if _, err := w.Write(piece); err != nil {
				return err
			}
		}
	}
	if x.status != 0 {
		return statusError(x.status)
	}
	return nil
}

type statusError int

func (statusError) Error() string     { return "failed" }
func (e statusError) ExitStatus() int { return int(e) }

// peak runs something and gives the memory that it held at most, about, besides
// what was there before.
func peak(run func()) uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, most := m.HeapAlloc, m.HeapAlloc
	done := make(chan struct{})
	go func() { defer close(done); run() }()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return most - before
		case <-ticker.C:
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
}

func TestCommand_ThatFloodsTakesNoMemory(t *testing.T) {
	f := newFleet(t, twoHosts+"accessories:\n  db: {image: \"postgres:17\", hosts: [app1, app2]}\n")
	f.remote = flooding{f, "docker image pull", 100 << 20, 1}
	var err error
	used := peak(func() {
		err = f.at("1").Accessory("db").PullImage(t.Context())
	})
	failed, ok := errors.AsType[*kamal.CommandError](err)
	if !ok || !strings.HasSuffix(failed.Stderr, "bytes left out]") {
		t.Errorf("got %v", err)
	}
	if used > 60<<20 {
		t.Errorf("used %d MiB", used>>20)
	}
}

func TestQuestion_WithTooLongAnAnswerIsAnError(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.remote = flooding{f, "docker container ls", 17 << 20, 0}
	_, err := f.at("1").App().Containers(t.Context())
	if !errors.Is(err, kamal.ErrOutputTooLong) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{"app1: ", "app2: ", "16 MiB", "docker container ls"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not tell %q", err, want)
		}
	}
}
