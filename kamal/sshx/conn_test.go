package sshx_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// disturb runs a command that never ends, disturbs the server once the command
// prints, and gives the error.
func disturb(t *testing.T, x *sshx.Executor, s *sshtest.Server, how func()) error {
	t.Helper()
	cmd := sh("echo on; sleep 300")
	var once sync.Once
	cmd.Stdout = writerFunc(func(b []byte) (int, error) { once.Do(how); return len(b), nil })
	return x.Run(t.Context(), s.Addr(), cmd)
}

func TestConn_DroppedFailsTheCommandAndTheNextConnectsAgain(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	err := disturb(t, x, s, s.Drop)
	if _, ok := errors.AsType[*sshx.LostError](err); !ok || !errors.Is(err, sshx.ErrUnreachable) {
		t.Errorf("got %v", err)
	}
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if err := x.Run(t.Context(), s.Addr(), sh("true")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := s.Connections(); n != 2 {
		t.Errorf("%d connections", n)
	}
}

// endless is a server on which commands print and go on, but true.
var endless = sshtest.Options{Handler: func(ctx context.Context, r sshtest.Request) int {
	if !strings.Contains(r.Line, "true") {
		io.WriteString(r.Stdout, "on\n")
		<-ctx.Done()
	}
	return 0
}}

func TestConn_KeepAliveNoticesSilence(t *testing.T) {
	near(t, endless, func(t *testing.T, u *user, o sshx.Options, s *sshtest.Server) {
		o.KeepAlive = time.Minute
		x := u.executor(o)
		err := disturb(t, x, s, s.Freeze)
		if _, ok := errors.AsType[*sshx.LostError](err); !ok || !strings.Contains(err.Error(), "no answer for 1m0s") {
			t.Errorf("got %v", err)
		}
		mustRun(t, x, s.Addr(), "true")
	})
}

func TestConn_CancelOnASilentHostReturns(t *testing.T) {
	near(t, endless, func(t *testing.T, u *user, o sshx.Options, s *sshtest.Server) {
		o.KeepAlive = time.Minute
		ctx, cancel := context.WithCancel(t.Context())
		cmd := sh("anything")
		cmd.Stdout = writerFunc(func(b []byte) (int, error) { s.Freeze(); cancel(); return len(b), nil })
		if err := u.executor(o).Run(ctx, s.Addr(), cmd); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestConn_FewSessions(t *testing.T) {
	for _, sessions := range []int{1, 2, 10} {
		s := sshtest.Start(t, sshtest.Options{MaxSessions: sessions})
		x := newUser(t).executor(sshx.Options{})
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				want := fmt.Sprintf("%d\n", i)
				if out, _, err := output(t.Context(), x, s.Addr(), sh(fmt.Sprintf("echo %d", i))); out != want || err != nil {
					t.Errorf("with %d sessions: %q, %v", sessions, out, err)
				}
			})
		}
		wg.Wait()
	}
}

// roundTrips measures what a command costs, in round trips of a server that
// answers at once. The slowest fifth does not count: a busy machine only ever
// adds time.
func roundTrips(tb testing.TB) float64 {
	tb.Helper()
	const oneWay, count = 15 * time.Millisecond, 30
	s := sshtest.Start(tb, sshtest.Options{Delay: oneWay, Handler: func(_ context.Context, r sshtest.Request) int {
		io.WriteString(r.Stdout, "answer\n")
		return 0
	}})
	x := newUser(tb).executor(sshx.Options{})
	took := make([]time.Duration, count+1)
	for i := range took {
		began := time.Now()
		if err := x.Run(tb.Context(), s.Addr(), commands.Command("docker", "ps")); err != nil {
			tb.Fatal(err)
		}
		took[i] = time.Since(began)
	}
	took = took[1:] // the first one connects
	slices.Sort(took)
	var sum time.Duration
	for _, d := range took[:count*4/5] {
		sum += d
	}
	return float64(sum) / float64(count*4/5) / float64(2*oneWay)
}

func BenchmarkRun(b *testing.B) {
	s := sshtest.Start(b, sshtest.Options{Handler: func(context.Context, sshtest.Request) int { return 0 }})
	x := newUser(b).executor(sshx.Options{})
	for b.Loop() {
		if err := x.Run(b.Context(), s.Addr(), commands.Command("true")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRoundTrips(b *testing.B) {
	for b.Loop() {
		b.ReportMetric(roundTrips(b), "rtt/command")
	}
}

func TestConn_CloseEndsWhatRuns(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	err := disturb(t, x, s, func() { go x.Close() })
	if _, ok := errors.AsType[*sshx.LostError](err); !ok {
		t.Errorf("got %v", err)
	}
}
