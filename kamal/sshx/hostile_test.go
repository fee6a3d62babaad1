package sshx_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/kamal/kamaltest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// hostileWait is how long a command may take on a server that misbehaves: the
// limits below, and killWait twice.
const hostileWait = 20 * time.Second

// hostileMemory is how much all of them together may make us hold.
const hostileMemory = 100 << 20

func TestHostileServers_CanNotHurt(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	before := runtime.NumGoroutine()
	runtime.GC()
	base := heap()
	t.Run("all", func(t *testing.T) {
		for _, h := range kamaltest.HostileServers() {
			t.Run(h.Name, func(t *testing.T) {
				t.Parallel()
				meet(t, h, base)
			})
		}
	})
	settled(t, before)
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// meet runs a command on a hostile server.
func meet(t *testing.T, h kamaltest.HostileServer, base uint64) {
	u := newUser(t)
	x := sshx.New(sshx.Options{
		Home: u.home, ConfigFiles: []string{}, Getenv: func(string) string { return "" },
		ConnectTimeout: 2 * time.Second, DNSRetries: -1,
	})
	defer x.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
	defer cancel()
	cmd := sh("true")
	cmd.Stdout, cmd.Stderr = writerFunc(discard), writerFunc(discard)
	began := time.Now()
	err := x.Run(ctx, h.Listen(t), cmd)
	if took := time.Since(began); took > hostileWait {
		t.Errorf("took %v", took)
	}
	if used := heap(); used > base+hostileMemory {
		t.Errorf("holds %d MiB", (used-base)>>20)
	}
	if !h.Connects && err == nil {
		t.Error("no error")
	}
	if err != nil && (strings.ContainsAny(err.Error(), "\x1b\a") || len(err.Error()) > 4<<10) {
		t.Errorf("an error of %d bytes: %.200q", len(err.Error()), err.Error())
	}
}

func discard(b []byte) (int, error) { return len(b), nil }

// settled waits until there are no more goroutines than before.
func settled(t *testing.T, before int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
			return
		}
	}
}
