package kamaltest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// tester is a test that is only watched.
type tester struct {
	errs    []string
	cleanup []func()
}

func (*tester) Helper()            {}
func (t *tester) Cleanup(f func()) { t.cleanup = append(t.cleanup, f) }
func (t *tester) Errorf(format string, args ...any) {
	t.errs = append(t.errs, fmt.Sprintf(format, args...))
}

func (t *tester) end() []string {
	for _, f := range t.cleanup {
		f()
	}
	return t.errs
}

func TestRecorder_FailsTheTestOnAReplyThatNobodyAskedFor(t *testing.T) {
	tb := &tester{}
	r := kamaltest.NewRecorder(tb, kamaltest.Reply{Line: "docker ps"}, kamaltest.Reply{Host: "app1", Line: "docker pull *", Exit: 1})
	if err := r.Run(t.Context(), "app1", commands.Command("docker", "ps")); err != nil {
		t.Fatal(err)
	}
	want := []string{`kamaltest: nothing asked for the reply to "docker pull *" on host "app1"`}
	if diff := cmp.Diff(want, tb.end()); diff != "" {
		t.Error(diff)
	}
}

func TestRecorder_RepliesToALineOrToAProgramOnIt(t *testing.T) {
	line := commands.And(commands.Command("echo", "before"), commands.Or(commands.Command("docker", "ps"), commands.Command("echo", "after")))
	for pattern, want := range map[string]string{
		"echo before && *": "stubbed\n",
		"docker ps":        "before\nstubbed\nafter\n",
		"*after*":          "stubbed\n",
	} {
		r := kamaltest.NewRecorder(t, kamaltest.Reply{Line: pattern, Stdout: "stubbed\n", Exit: 7})
		var out bytes.Buffer
		cmd := line
		cmd.Stdout = &out
		_ = r.Run(t.Context(), "app1", cmd)
		if out.String() != want {
			t.Errorf("%s: got %q, want %q", pattern, out.String(), want)
		}
	}
}

func TestRecorder_RepliesInTurn(t *testing.T) {
	r := kamaltest.NewRecorder(t,
		kamaltest.Reply{Line: "uptime", Stdout: "1\n", Times: 1}, kamaltest.Reply{Line: "uptime", Stdout: "2\n"})
	var out bytes.Buffer
	cmd := commands.Command("uptime")
	cmd.Stdout = &out
	for range 3 {
		if err := r.Run(t.Context(), "app1", cmd); err != nil {
			t.Fatal(err)
		}
	}
	if got := out.String(); got != "1\n2\n2\n" {
		t.Errorf("got %q", got)
	}
}

func TestRecorder_ALostConnectionEndsTheLine(t *testing.T) {
	r := kamaltest.NewRecorder(t, kamaltest.Reply{Line: "docker ps", Err: kamaltest.ErrLost})
	var out bytes.Buffer
	cmd := commands.Then(commands.Command("docker", "ps"), commands.Command("echo", "never"))
	cmd.Stdout = &out
	err := r.Run(t.Context(), "app1", cmd)
	var status interface{ ExitStatus() int }
	if !errors.Is(err, kamaltest.ErrLost) || errors.As(err, &status) || out.Len() > 0 {
		t.Errorf("got %v and %q", err, out.String())
	}
}

func TestRecorder_CancelEndsADelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := kamaltest.NewRecorder(t, kamaltest.Reply{Line: "docker ps", Delay: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		err := r.Run(ctx, "app1", commands.Command("docker", "ps"))
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Minute {
			t.Errorf("got %v after %s", err, time.Since(began))
		}
	})
}

// Hosts work at once, and yet a transcript is always the same.
func TestRecorder_TranscriptIsAlwaysTheSame(t *testing.T) {
	transcript := func() string {
		r := kamaltest.NewRecorder(t)
		d := kamal.New(parse(t, names(20)), r, r.Options()...)
		if err := d.Deploy(t.Context(), kamal.DeployOptions{SkipPush: true}); err != nil {
			t.Fatal(err)
		}
		return r.Transcript()
	}
	want := transcript()
	for range 20 {
		if diff := cmp.Diff(want, transcript()); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestRecorder_KeepsWhatACommandGot(t *testing.T) {
	r := kamaltest.NewRecorder(t)
	cmd := commands.Command("cat").WriteTo(commands.Text("file"))
	cmd.Stdin, cmd.Env = strings.NewReader("text"), []string{"A=b"}
	if err := r.Run(t.Context(), "app1", cmd); err != nil {
		t.Fatal(err)
	}
	want := []kamaltest.Command{{Host: "app1", Line: "cat > file", Env: []string{"A=b"}, Stdin: "text"}}
	if diff := cmp.Diff(want, r.Commands()); diff != "" {
		t.Error(diff)
	}
	if text, ok := r.Host("app1").File("file"); !ok || text != "text" {
		t.Errorf("the file holds %q", text)
	}
	r.Reset()
	if got := r.Transcript(); got != "" || len(r.Commands()) > 0 {
		t.Errorf("after a reset there is %q", got)
	}
}

func ExampleRecorder() {
	r := kamaltest.NewRecorder(nil, kamaltest.Reply{Host: "app2", Line: "docker pull *", Stderr: "no such image\n", Exit: 1})
	for _, host := range []string{"app1", "app2"} {
		err := r.Run(context.Background(), host, commands.And(
			commands.Command("docker", "pull", "acme/app:1"),
			commands.Command("docker", "run", "--detach", "--name", "app", "acme/app:1")))
		fmt.Println(host, err, r.Host(host).Running())
	}
	fmt.Print(r.Transcript())
	// Output:
	// app1 <nil> [app]
	// app2 exit status 1 []
	// app1: docker pull acme/app:1 && docker run --detach --name app acme/app:1
	// app2: docker pull acme/app:1 && docker run --detach --name app acme/app:1
}
