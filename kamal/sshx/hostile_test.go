package sshx_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/hostile"
	"github.com/kamal-go/kamal/kamal/sshx"
)

const (
	// hostileWait is how long a command may take on a server that misbehaves, beyond its
	// limit: killWait twice, and some time of a busy machine.
	hostileWait = 20 * time.Second
	// hostileMemory is what all of them together may make us hold. Of it, what one
	// session may hold by its window is 2 MiB; the servers are in this process too.
	hostileMemory = 64 << 20
	// leftBehind are the goroutines that golang.org/x/crypto/ssh keeps for the one
	// server that breaks a rule and goes on; see conn.over. Two more may be opening
	// sessions there.
	leftBehind = 5 + 2
)

// hostileReasons are words of the errors of those that would else be told from
// silent ones by nothing but the time.
var hostileReasons = map[string]string{
	"sends banners without end":                    "more than 1 MiB before the login",
	"sends messages to ignore instead of a login":  "more than 1 MiB before the login",
	"claims a packet of 256 MiB after its version": "packet too large",
	"prints to a session in which nothing runs":    "wrote too much",
	"widens a window beyond all numbers":           "invalid window update",
	"says goodbye with a novel in a command":       "disconnect",
	"finds no key enough":                          "accepted none of the keys",
	"has a host key of 300000 bits":                "modulus too large",
	"has a host key that is not its own":           "signature did not verify",
}

func TestHostileServers_CanNotHurt(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	before := runtime.NumGoroutine()
	base := heap()
	t.Run("all", func(t *testing.T) {
		servers := hostile.Servers()
		met := make([]encounter, len(servers))
		var wg sync.WaitGroup // not t.Parallel: most of them wait, and that at once
		for i, h := range servers {
			addr, u := h.Listen(t), newUser(t)
			wg.Go(func() { met[i] = meet(t.Context(), addr, u.home, limit(h)) })
		}
		wg.Wait()
		if used := (int64(heap()) - int64(base)) >> 20; used > hostileMemory>>20 {
			t.Errorf("holds %d MiB", used)
		} else {
			t.Logf("%d servers, %d MiB held", len(servers), used)
		}
		for i, h := range servers {
			t.Run(h.Name, func(t *testing.T) { met[i].check(t, h) })
			met[i].executor.Close()
		}
	})
	settled(t, before+leftBehind)
}

// heap is what is held, garbage aside.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// encounter is what came of a command on a hostile server.
type encounter struct {
	executor *sshx.Executor
	took     time.Duration
	err      error
}

// limit is how long the command is waited for: no time is enough where the server only
// waits, and the others end by themselves, on a busy machine too.
func limit(h hostile.Server) time.Duration {
	if h.Works || hostileReasons[h.Name] != "" {
		return time.Minute
	}
	return 3 * time.Second
}

func meet(ctx context.Context, addr, home string, limit time.Duration) encounter {
	x := sshx.New(sshx.Options{
		Home: home, ConfigFiles: []string{}, Getenv: func(string) string { return "" },
		ConnectTimeout: time.Minute, DNSRetries: -1,
	})
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := sh("true")
	cmd.Stdout, cmd.Stderr = writerFunc(discard), writerFunc(discard)
	began := time.Now()
	err := x.Run(ctx, addr, cmd)
	return encounter{x, time.Since(began), err}
}

func (m encounter) check(t *testing.T, h hostile.Server) {
	t.Logf("%v: %.300v", m.took, m.err)
	if m.took > limit(h)+hostileWait {
		t.Errorf("took %v", m.took)
	}
	if m.err == nil && !h.Connects {
		t.Error("no error")
	}
	slow := h.Connects && errors.Is(m.err, context.DeadlineExceeded) // it did not come so far
	if words := hostileReasons[h.Name]; m.err != nil && !slow && !strings.Contains(m.err.Error(), words) {
		t.Errorf("says %v, not %q", m.err, words)
	}
	if m.err != nil && h.Works {
		t.Error(m.err)
	}
	if refused, ok := errors.AsType[*sshx.ConnectError](m.err); ok && h.Connects {
		t.Error(refused)
	}
	if m.err != nil && (strings.ContainsAny(m.err.Error(), "\x1b\a\u202e") || len(m.err.Error()) > 4<<10) {
		t.Errorf("an error of %d bytes: %.200q", len(m.err.Error()), m.err.Error())
	}
}

func discard(b []byte) (int, error) { return len(b), nil }

// settled waits until there are no more goroutines than before.
func settled(t *testing.T, before int) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
			return
		}
	}
}
