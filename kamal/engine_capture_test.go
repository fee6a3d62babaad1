package kamal_test

import (
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

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
	look   func() // now and then
}

func (x flooding) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	if !strings.Contains(cmd.String(), x.word) {
		return x.Executor.Run(ctx, host, cmd)
	}
	if err := flood("x", x.bytes, x.look, cmd.Stdout, cmd.Stderr); err != nil {
		return err
	}
	if x.status != 0 {
		return statusError(x.status)
	}
	return nil
}

// flood writes so many bytes of a kind, and looks now and then.
func flood(kind string, size int, look func(), streams ...io.Writer) error {
	piece := []byte(strings.Repeat(kind, 32<<10))
	for n := 0; n < size; n += len(piece) {
		for _, w := range streams {
			if _, err := w.Write(piece); err != nil {
				return err
			}
		}
		if n%(16<<20) == 0 {
			look()
		}
	}
	return nil
}

type statusError int

func (statusError) Error() string     { return "failed" }
func (e statusError) ExitStatus() int { return int(e) }

// peak is the memory that is held at most, garbage aside, besides what was there before.
type peak struct {
	before int64
	most   atomic.Int64
}

func newPeak() *peak {
	return &peak{before: held()}
}

func (p *peak) look() { p.most.Store(max(p.most.Load(), held()-p.before)) }

func held() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// check wants it to be less than what comes.
func (p *peak) check(t *testing.T) {
	t.Helper()
	if used := p.most.Load(); used > 60<<20 {
		t.Errorf("used %d MiB", used>>20)
	}
}

func TestCommand_ThatFloodsTakesNoMemory(t *testing.T) {
	f := newFleet(t, twoHosts+"accessories:\n  db: {image: \"postgres:17\", hosts: [app1, app2]}\n")
	memory := newPeak()
	f.remote = flooding{f, "docker image pull", 100 << 20, 1, memory.look}
	err := f.at("1").Accessory("db").PullImage(t.Context())
	failed, ok := errors.AsType[*kamal.CommandError](err)
	if !ok || !strings.HasSuffix(failed.Stderr, "bytes left out]") {
		t.Errorf("got %v", err)
	}
	memory.check(t)
}

func TestQuestion_WithTooLongAnAnswerIsAnError(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.remote = flooding{f, "docker container ls", 17 << 20, 0, func() {}}
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
