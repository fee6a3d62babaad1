package sshx_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// trips counts the round trips that f waits for one after the other, to servers
// that are oneWay away: inside of synctest nothing else takes time.
func trips(f func()) float64 {
	began := time.Now()
	f()
	return float64(time.Since(began)) / float64(2*oneWay)
}

const oneWay = 50 * time.Millisecond

// distant runs a test against a server in memory that is oneWay away.
func distant(t *testing.T, opts sshtest.Options, test func(t *testing.T, u *user, o sshx.Options, addr string)) {
	t.Helper()
	opts.Delay = oneWay
	near(t, opts, func(t *testing.T, u *user, o sshx.Options, s *sshtest.Server) { test(t, u, o, s.Addr()) })
}

// near runs a test against a server in memory that is no way off, with the clock of
// synctest.
func near(t *testing.T, opts sshtest.Options, test func(t *testing.T, u *user, o sshx.Options, s *sshtest.Server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := sshtest.NewNetwork()
		s := listen(t, network, "192.0.2.1:22", opts)
		test(t, newUser(t), sshx.Options{Dial: network.DialContext}, s)
	})
}

func listen(t *testing.T, network *sshtest.Network, addr string, opts sshtest.Options) *sshtest.Server {
	t.Helper()
	if opts.Handler == nil {
		opts.Handler = echo // a process would wait without the clock's knowing
	}
	s, err := network.Listen(addr, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// echo answers cat with its input, and anything else with nothing.
func echo(_ context.Context, r sshtest.Request) int {
	if !strings.Contains(r.Line, "cat") {
		return 0
	}
	if _, err := io.Copy(r.Stdout, r.Stdin); err != nil {
		return 1
	}
	return 0
}

// What a login and a command wait for, in this order: versions together with the first offers,
// key exchange, service request, the method none, by which a server tells what it
// allows, the question whether the key may sign, the signature, the session, the
// command.
func TestRoundTrips_FirstCommand(t *testing.T) {
	distant(t, sshtest.Options{}, func(t *testing.T, u *user, o sshx.Options, addr string) {
		x := u.executor(o)
		if n := trips(func() { mustRun(t, x, addr, "true") }); n != 8 {
			t.Errorf("login and first command wait for %v round trips, want 8", n)
		}
		if took := took(t, x, addr); took != 6*2*oneWay {
			t.Errorf("the login took %v", took)
		}
		if n := trips(func() {
			for range 10 { // the next session is open by then
				mustRun(t, x, addr, "true")
			}
		}); n != 10 {
			t.Errorf("ten more commands wait for %v round trips, want one each", n)
		}
	})
}

func TestRoundTrips_ConnectedAhead(t *testing.T) {
	distant(t, sshtest.Options{}, func(t *testing.T, u *user, o sshx.Options, addr string) {
		x := u.executor(o)
		if n := trips(func() { x.Connect(t.Context(), addr, "192.0.2.99", "no host at all") }); n != 0 {
			t.Errorf("to begin to connect waits for %v round trips", n)
		}
		time.Sleep(3 * 2 * oneWay)
		if n := trips(func() { mustRun(t, x, addr, "true") }); n != 5 {
			t.Errorf("the first command waits for %v round trips, want the 5 that are left", n)
		}
	})
}

// A connection that is begun and that no command waits for ends with its context,
// or with the executor.
func TestRoundTrips_AheadOfNothing(t *testing.T) {
	distant(t, sshtest.Options{Silent: true}, func(t *testing.T, u *user, o sshx.Options, addr string) {
		x := u.executor(o)
		ctx, cancel := context.WithCancel(t.Context())
		x.Connect(ctx, addr)
		time.Sleep(time.Second)
		cancel()
		synctest.Wait()
		x.Connect(t.Context(), addr)
		if n := trips(func() { x.Close() }); n != 0 {
			t.Errorf("Close waits for %v round trips", n)
		}
	})
}

// A command with input waits for room for it, but for the first time only: for the
// next a shell waits.
func TestRoundTrips_Input(t *testing.T) {
	distant(t, sshtest.Options{}, func(t *testing.T, u *user, o sshx.Options, addr string) {
		x := u.executor(o)
		mustRun(t, x, addr, "true")
		for _, want := range []float64{2, 1, 1} {
			cmd := sh("cat")
			cmd.Stdin = bytes.NewReader(make([]byte, 100_000))
			if n := trips(func() {
				if out, _, err := output(t.Context(), x, addr, cmd); err != nil || len(out) != 100_000 {
					t.Errorf("got %d bytes, %v", len(out), err)
				}
			}); n != want {
				t.Errorf("a command with input waits for %v round trips, want %v", n, want)
			}
			time.Sleep(2 * 2 * oneWay)
		}
	})
}

// A shell that was asked for when a command with input comes is waited for: any other
// session would be later.
func TestRoundTrips_InputBeforeTheShellIsThere(t *testing.T) {
	for after, want := range map[float64]float64{6.5: 2.5, 7.25: 1.75, 7.75: 1.25, 8.25: 1} {
		distant(t, sshtest.Options{}, func(t *testing.T, u *user, o sshx.Options, addr string) {
			x := u.executor(o)
			x.ExpectInput(addr)
			x.Connect(t.Context(), addr)
			time.Sleep(time.Duration(after * float64(2*oneWay)))
			cmd := sh("cat")
			cmd.Stdin = strings.NewReader("x")
			if n := trips(func() {
				if out, _, err := output(t.Context(), x, addr, cmd); err != nil || out != "x" {
					t.Errorf("got %q, %v", out, err)
				}
			}); n != want {
				t.Errorf("%v round trips after the login began, a command with input waits for %v, want %v", after, n, want)
			}
		})
	}
}

// Input that may not be needed is not waited for; where it is, it comes as soon as the
// command runs. The shell that was asked for is left to the next.
func TestRoundTrips_InputThatCanWait(t *testing.T) {
	for line, want := range map[string]float64{"true": 1, "cat": 2} {
		distant(t, sshtest.Options{}, func(t *testing.T, u *user, o sshx.Options, addr string) {
			x := u.executor(o)
			x.ExpectInput(addr)
			x.Connect(t.Context(), addr)
			time.Sleep(7 * 2 * oneWay)
			for i, want := range []float64{want, 1} {
				cmd := sh(line)
				cmd.Stdin, cmd.StdinCanWait = strings.NewReader("x"), i == 0
				if n := trips(func() {
					if out, _, err := output(t.Context(), x, addr, cmd); err != nil || (out == "x") != (line == "cat") {
						t.Errorf("got %q, %v", out, err)
					}
				}); n != want {
					t.Errorf("command %d, %s, waits for %v round trips, want %v", i, line, n, want)
				}
			}
		})
	}
}

// Who waits for a shell may be interrupted; the shell is there for the next.
func TestRoundTrips_InterruptedBeforeTheShellIsThere(t *testing.T) {
	distant(t, sshtest.Options{}, func(t *testing.T, u *user, o sshx.Options, addr string) {
		x := u.executor(o)
		x.ExpectInput(addr)
		x.Connect(t.Context(), addr)
		time.Sleep(7.5 * 2 * oneWay)
		ctx, cancel := context.WithTimeout(t.Context(), oneWay/2)
		defer cancel()
		cmd := sh("cat")
		cmd.Stdin = strings.NewReader("x")
		if n := trips(func() {
			if _, _, err := output(ctx, x, addr, cmd); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
		}); n != 0.25 {
			t.Errorf("the interruption waits for %v round trips", n)
		}
		cmd.Stdin = strings.NewReader("y")
		for range 2 {
			if out, _, err := output(t.Context(), x, addr, cmd); err != nil || out != "y" {
				t.Errorf("got %q, %v", out, err)
			}
			cmd.Stdin = strings.NewReader("y")
		}
	})
}

// A shell that waits takes no place from commands where the server has few.
func TestRoundTrips_AWaitingShellIsNotInTheWay(t *testing.T) {
	for _, most := range []int{1, 2} {
		distant(t, sshtest.Options{MaxSessions: most}, func(t *testing.T, u *user, o sshx.Options, addr string) {
			x := u.executor(o)
			for range 3 {
				cmd := sh("cat")
				cmd.Stdin = strings.NewReader("x")
				if out, _, err := output(t.Context(), x, addr, cmd); err != nil || out != "x" {
					t.Errorf("%d: got %q, %v", most, out, err)
				}
				time.Sleep(time.Second)
				mustRun(t, x, addr, "true")
				mustRun(t, x, addr, "true")
			}
		})
	}
}

func TestRoundTrips_EachRefusedKeyCostsOne(t *testing.T) {
	u := newUser(t)
	sshtest.WriteKey(t, u.file("other"), "")
	distant(t, sshtest.Options{AuthorizedKeys: []ssh.PublicKey{u.key}}, func(t *testing.T, _ *user, o sshx.Options, addr string) {
		o.Keys = []string{u.file("other"), u.file("id_ed25519")}
		x := u.executor(o)
		defer x.Close()
		if n := trips(func() { mustRun(t, x, addr, "true") }); n != 9 {
			t.Errorf("a login with one wrong key waits for %v round trips, want 9", n)
		}
		x.Reconnect(addr)
		if n := trips(func() { mustRun(t, x, addr, "true") }); n != 8 {
			t.Errorf("the next login there waits for %v round trips, want 8", n)
		}
	})
}

// The limit is for an answer, not for all of them: of many logins at once each
// gets its share of this machine only.
func TestRoundTrips_EachAnswerHasItsTime(t *testing.T) {
	distant(t, sshtest.Options{}, func(t *testing.T, u *user, o sshx.Options, addr string) {
		o.ConnectTimeout = 5 * oneWay // the key exchange takes 4, the login 8 more
		mustRun(t, u.executor(o), addr, "true")
	})
}

// Behind a jump host a login waits for that one's, and for the way to be opened;
// the hosts behind it share that.
func TestRoundTrips_JumpHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := sshtest.NewNetwork()
		for _, addr := range []string{"192.0.2.1:22", "192.0.2.2:22", "192.0.2.3:22"} {
			listen(t, network, addr, sshtest.Options{Delay: oneWay})
		}
		x := newUser(t).executor(sshx.Options{Dial: network.DialContext, Proxy: "192.0.2.1"})
		first := trips(func() { mustRun(t, x, "192.0.2.2", "true") })
		second := trips(func() { mustRun(t, x, "192.0.2.3", "true") })
		// What is a delay in front of each server adds up, as on the way to a host
		// far behind the jump host.
		if first != 6+2*8+1 || second != 2*8+1 {
			t.Errorf("the first host waits for %v round trips, the second for %v", first, second)
		}
	})
}

// A file that goes up is read as fast as the host takes it: that of many hosts is
// in memory a few times at most, not once a host.
func TestRun_ReadsInputOnlyAsItGoesUp(t *testing.T) {
	const size = 64 << 20
	read := make(chan struct{})
	late := func(_ context.Context, r sshtest.Request) int {
		if !strings.Contains(r.Line, "cat") {
			return 0
		}
		<-read
		n, _ := io.Copy(io.Discard, r.Stdin)
		fmt.Fprint(r.Stdout, n)
		return 0
	}
	distant(t, sshtest.Options{Handler: late}, func(t *testing.T, u *user, o sshx.Options, addr string) {
		x := u.executor(o)
		mustRun(t, x, addr, "true")
		read = make(chan struct{})
		var taken atomic.Int64
		file := io.LimitReader(readerFunc(func(b []byte) (int, error) { taken.Add(int64(len(b))); return len(b), nil }), size)
		cmd := sh("cat")
		cmd.Stdin = file
		done := make(chan string)
		go func() {
			out, _, err := output(t.Context(), x, addr, cmd)
			done <- fmt.Sprint(out, err)
		}()
		time.Sleep(time.Minute)
		if n := taken.Load(); n > 4<<20 {
			t.Errorf("%d bytes were read while the host took none", n)
		}
		close(read)
		if got := <-done; got != fmt.Sprint(size)+"<nil>" {
			t.Errorf("got %s", got)
		}
	})
}
