package sshx_test

import (
	"bytes"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// A fleet has a connection to each host for the whole of a deploy, and every goroutine
// that waits there costs four kilobytes and more.
func TestConn_FewGoroutinesWhileItIdles(t *testing.T) {
	const most = 3 // the reader, that of the connection, and that of the session opened ahead
	s := sshtest.Start(t, sshtest.Options{})
	x := newUser(t).executor(sshx.Options{})
	before := waiting(t)
	mustRun(t, x, s.Addr(), "true")
	var more []string
	for range 100 {
		more = nil
		for id, stack := range waiting(t) {
			if before[id] == "" {
				more = append(more, stack)
			}
		}
		if len(more) <= most {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("more than %d goroutines wait:\n%s", most, strings.Join(more, "\n\n"))
}

// waiting gives the goroutines of executors, and those of their clients, by their number.
func waiting(t *testing.T) map[string]string {
	t.Helper()
	var all bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&all, 2); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		if strings.Contains(stack, "kamal/sshx.(*") || strings.Contains(stack, "ssh.(*Client)") || strings.Contains(stack, "ssh.NewClient") {
			id, _, _ := strings.Cut(stack, " [")
			found[id] = stack
		}
	}
	return found
}
