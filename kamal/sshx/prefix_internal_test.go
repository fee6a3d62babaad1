//go:build !windows

package sshx

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPrefix_EveryLoginShellUnderstandsIt(t *testing.T) {
	for _, name := range []string{"sh", "bash", "dash", "zsh", "ksh", "busybox", "fish", "csh", "tcsh"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			args := []string{"-c", pidPrefix + "echo ready; sleep 300"}
			if name == "busybox" {
				args = append([]string{"sh"}, args...)
			}
			cmd := exec.Command(path, args...)
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
			var errs bytes.Buffer
			cmd.Stderr = &errs
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := out.Read(make([]byte, 6)); err != nil {
				t.Fatal(err)
			}
			kill := exec.Command(path, append(args[:len(args)-1:len(args)-1], killLine(cmd.Process.Pid))...)
			if err := kill.Start(); err != nil {
				t.Fatal(err)
			}
			err = cmd.Wait()
			if want := fmt.Sprintf("%s%d\n", pidMark, cmd.Process.Pid); !strings.Contains(errs.String(), want) {
				t.Errorf("said %q, want %q", errs.String(), want)
			}
			if err == nil {
				t.Error("was not ended")
			}
			_ = kill.Process.Kill()
			_ = kill.Wait()
		})
	}
}

func TestPIDFilter_TakesTheLineOutHoweverItComes(t *testing.T) {
	for _, tt := range []struct {
		chunks []string
		want   string
		pid    int
	}{
		{[]string{"kamal-pid=123\n"}, "", 123},
		{[]string{"kamal", "-pid=1", "23", "\nrest"}, "rest", 123},
		{[]string{"noise\nkamal-pid=123\nerr\n"}, "noise\nerr\n", 123},
		{[]string{"prompt: ", "kamal-pid=123\n"}, "prompt: kamal-pid=123\n", 0},
		{[]string{"kamal-pid=123\nkamal-pid=9\n"}, "kamal-pid=9\n", 123},
		{[]string{"kamal-pid=x\nkamal-pi"}, "kamal-pid=x\nkamal-pi", 0},
		{[]string{"kamal-pid=1\n"}, "kamal-pid=1\n", 0},
		{[]string{"kamal-pid=99999999999999999999"}, "kamal-pid=99999999999999999999", 0},
	} {
		var got bytes.Buffer
		f := newPIDFilter()
		f.w = &got
		for _, chunk := range tt.chunks {
			if n, err := f.Write([]byte(chunk)); n != len(chunk) || err != nil {
				t.Errorf("%q: wrote %d, %v", chunk, n, err)
			}
		}
		f.flush()
		if diff := cmp.Diff(tt.want, got.String()); diff != "" || f.pid != tt.pid {
			t.Errorf("%q: pid %d, %s", tt.chunks, f.pid, diff)
		}
	}
}

func TestPIDFilter_PassesOnWithoutDelay(t *testing.T) {
	var got bytes.Buffer
	f := newPIDFilter()
	f.w = &got
	for _, chunk := range []string{"password", ": "} {
		_, _ = f.Write([]byte(chunk))
	}
	if got.String() != "password: " {
		t.Errorf("passed on %q", got.String())
	}
}

func FuzzPIDFilter(f *testing.F) {
	f.Add("a\nkamal-pid=77\nb", 3)
	f.Fuzz(func(t *testing.T, text string, cut int) {
		whole, parts := new(bytes.Buffer), new(bytes.Buffer)
		one, two := newPIDFilter(), newPIDFilter()
		one.w, two.w = whole, parts
		cut = min(max(cut, 0), len(text))
		_, _ = one.Write([]byte(text))
		_, _ = two.Write([]byte(text[:cut]))
		_, _ = two.Write([]byte(text[cut:]))
		one.flush()
		two.flush()
		if whole.String() != parts.String() || one.pid != two.pid {
			t.Errorf("whole %q, %d; in parts %q, %d", whole, one.pid, parts, two.pid)
		}
		if one.pid == 0 && whole.String() != text {
			t.Errorf("%q became %q", text, whole)
		}
	})
}
