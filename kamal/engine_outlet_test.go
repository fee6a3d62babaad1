package kamal_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// shown is what pieces make on a screen: [host role: text], with the errors.
func shown(all *[]string) func(kamal.Piece) {
	var text strings.Builder
	return func(p kamal.Piece) {
		if p.First {
			text.Reset()
		}
		text.WriteString(p.Text)
		if p.Last {
			*all = append(*all, fmt.Sprintf("%s %s%s: %q %t", p.Host, p.Role, p.Accessory, text.String(), p.Err != nil))
		}
	}
}

func TestPieces_ComePlaceAfterPlace(t *testing.T) {
	f := newFleet(t, threeRoles,
		kamaltest.Reply{Host: "app1", Line: "report", Stdout: "\n  one\r\n  two\n\n\n"},
		kamaltest.Reply{Host: "app2", Line: "report", Stdout: "part", Stderr: "no more", Exit: 3},
		kamaltest.Reply{Host: "app3", Line: "report", Stdout: " \n"})
	var got []string
	found, err := f.at("1").Server().Exec(t.Context(), kamal.ExecOptions{Command: "report", Pieces: shown(&got)})
	if err == nil || !strings.Contains(err.Error(), "no more") {
		t.Errorf("got %v", err)
	}
	want := []string{`app1 : "one\r\n  two\n" false`, `app2 : "part" true`, `app3 : "" false`}
	if diff := cmp.Diff(want, got[:3]); diff != "" {
		t.Error(diff)
	}
	for _, r := range found {
		if r.Text != "" {
			t.Errorf("%s: there is text besides: %q", r.Host, r.Text)
		}
	}
}

func TestPieces_OfLogsSayThatThereIsNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, threeRoles,
			kamaltest.Reply{Host: "app1", Line: "*docker logs*", Stdout: "\n"},
			kamaltest.Reply{Host: "app2", Line: "*docker logs*", Exit: 1},
			kamaltest.Reply{Host: "app3", Line: "*docker logs*", Stdout: "a line\n"})
		f.deployed("1")
		var got []string
		if _, err := f.at("1").App().Logs(t.Context(), kamal.LogOptions{Pieces: shown(&got)}); err != nil {
			t.Error(err)
		}
		want := []string{
			`app1 web: "Nothing found" false`, `app2 web: "Nothing found" false`,
			`app3 job: "a line\n" false`, `app3 mail: "a line\n" false`,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPieces_AreMasked(t *testing.T) {
	f := newFleet(t, withSecrets, kamaltest.Reply{Line: "env", Stdout: strings.Repeat("x", 100<<10) + "token secret" + strings.Repeat("y", 100<<10)})
	var got []string
	if _, err := f.at("1").Server().Exec(t.Context(), kamal.ExecOptions{Command: "env", Pieces: shown(&got)}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(got[0], "token") || !strings.Contains(got[0], "x[REDACTED]y") {
		t.Error("the secret is there, or its mask is not")
	}
}

// patterned prints a text of so many bytes without a line break, each host its own.
type patterned struct {
	kamal.Executor
	bytes int
	look  func() // now and then
}

func (x patterned) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	if !strings.Contains(cmd.String(), "dump") || strings.Contains(cmd.String(), "audit") {
		return x.Executor.Run(ctx, host, cmd)
	}
	return flood(host[len(host)-1:], x.bytes, x.look, cmd.Stdout)
}

// counter counts the bytes of each kind, and notes the order in which they come.
type counter struct {
	counts map[byte]int
	order  string
}

func (c *counter) Write(b []byte) (int, error) {
	c.counts[b[0]] += bytes.Count(b, b[:1])
	if !strings.HasSuffix(c.order, string(b[0])) {
		c.order += string(b[0])
	}
	return len(b), nil
}

func TestExec_HandsOnAllThatCommandsPrintInNoMemory(t *testing.T) {
	const size = 100 << 20
	t.Setenv("TMPDIR", t.TempDir())
	for name, handOn := range map[string]func(c *counter) kamal.ExecOptions{
		"raw": func(c *counter) kamal.ExecOptions { return kamal.ExecOptions{Raw: c} },
		"pieces": func(c *counter) kamal.ExecOptions {
			return kamal.ExecOptions{Pieces: func(p kamal.Piece) { _, _ = io.WriteString(nonEmpty{c}, p.Text) }}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFleet(t, twoHosts)
			memory := newPeak()
			f.remote = patterned{f, size, memory.look}
			c := &counter{counts: map[byte]int{}}
			o := handOn(c)
			o.Command = "dump"
			if _, err := f.at("1").Server().Exec(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			for _, host := range []byte(c.order) {
				if c.counts[host] != size {
					t.Errorf("got %d bytes of app%c", c.counts[host], host)
				}
			}
			if !strings.HasPrefix(c.order, "12") {
				t.Errorf("they come in the order %s", c.order)
			}
			memory.check(t)
		})
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// nonEmpty leaves out writes of nothing.
type nonEmpty struct{ io.Writer }

func (w nonEmpty) Write(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	return w.Writer.Write(b)
}

func TestExec_WhoseOutputCanNotBeHandedOnFails(t *testing.T) {
	f := newFleet(t, twoHosts, kamaltest.Reply{Line: "cat dump", Stdout: "x"})
	_, err := f.at("1").Server().Exec(t.Context(), kamal.ExecOptions{Command: "cat dump", Raw: brokenWriter{}})
	if !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

var errBroken = errors.New("nobody listens")

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestExec_WithoutAnOutletRefusesWhatIsTooLong(t *testing.T) {
	f := newFleet(t, twoHosts)
	f.remote = patterned{f, 17 << 20, func() {}}
	_, err := f.at("1").Server().Exec(t.Context(), kamal.ExecOptions{Command: "dump"})
	if !errors.Is(err, kamal.ErrOutputTooLong) {
		t.Errorf("got %v", err)
	}
}
