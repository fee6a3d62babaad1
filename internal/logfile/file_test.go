package logfile_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/internal/logfile"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

func create(t *testing.T, folder string, run journal.Run) *logfile.File {
	t.Helper()
	f, err := logfile.Create(folder, run)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close(nil) })
	return f
}

// written gives the lines of a file with the seconds since now in place of times.
func written(t *testing.T, f *logfile.File, began time.Time) string {
	t.Helper()
	text, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	const form = "2006-01-02 15:04:05.000"
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		at, err := time.ParseInLocation(form, line[:len(form)], time.Local)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(at.Sub(began.Truncate(time.Millisecond)).String() + line[len(form):])
	}
	return b.String()
}

func TestFile_HoldsAWholeRun(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		f := create(t, folder, journal.Run{
			ID: "0-1", Command: "deploy", Destination: "staging", Service: "shop", Version: "abc", Performer: "me", Program: "1.2.3",
		})
		failed := &kamal.CommandError{For: "starting the container", Line: "docker run shop", Stderr: "no space", Err: errors.New("exit status 1")}
		for _, e := range []kamal.Event{
			kamal.HookStarted{Hook: "pre-deploy"},
			kamal.Printed{Text: "all is quiet\n"},
			kamal.HookFinished{Hook: "pre-deploy", Output: "all is quiet\n", Took: time.Second},
			kamal.StepStarted{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: []config.Host{"app1", "app2"}},
			kamal.CommandStarted{Head: kamal.Head{Host: "app1"}, Line: "docker run shop"},
			kamal.Printed{Head: kamal.Head{Host: "app1"}, Text: "one\n\ntwo\n"},
			kamal.Printed{Head: kamal.Head{Host: "app1"}, Text: "no space\n", Stderr: true},
			kamal.CommandFinished{Head: kamal.Head{Host: "app1"}, Line: "docker run shop", Took: 2 * time.Second, Err: failed},
			kamal.HostFailed{Head: kamal.Head{Host: "app1"}, Err: failed},
			kamal.Note{Text: "first\nsecond"},
			kamal.Warning{Head: kamal.Head{Host: "app2"}, Text: "the disk is full"},
		} {
			time.Sleep(time.Second)
			f.Handle(e)
		}
		if err := f.Close(failed); err != nil {
			t.Error(err)
		}
		want := strings.TrimPrefix(`
0s kamal 1.2.3, deploy, destination staging, service shop, version abc, performed by me, run 0-1
1s hook pre-deploy
2s (local) | all is quiet
3s hook pre-deploy: done in 1.0 seconds
4s # booting the app on app1, app2
5s app1 $ docker run shop
6s app1 | one
6s app1 |
6s app1 | two
7s app1 ! no space
8s app1 = failed after 2.0 seconds: exit status 1
9s app1 failed: no space (starting the container: exit status 1)
10s first
10s second
11s app2 warning: the disk is full
11s error: no space (starting the container: exit status 1)
11s failed after 11.0 seconds
`, "\n")
		if diff := cmp.Diff(want, written(t, f, began)); diff != "" {
			t.Error("(-want +got):\n" + diff)
		}
	})
}

func TestFile_SaysThatARunCompleted(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		f := create(t, folder, journal.Run{Command: "app boot"})
		time.Sleep(90 * time.Second)
		if err := f.Close(nil); err != nil {
			t.Error(err)
		}
		want := "0s kamal, app boot\n1m30s completed in 90.0 seconds\n"
		if diff := cmp.Diff(want, written(t, f, began)); diff != "" {
			t.Error("(-want +got):\n" + diff)
		}
	})
}

func TestFile_HasEachEventAtOnce(t *testing.T) {
	began := time.Now()
	f := create(t, t.TempDir(), journal.Run{Command: "deploy"})
	f.Handle(kamal.Note{Text: "building"})
	if got := written(t, f, began); !strings.HasSuffix(got, " building\n") {
		t.Errorf("got %q", got)
	}
}

func TestFile_IsNamedAfterTheRun(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "log", "kamal")
	synctest.Test(t, func(t *testing.T) {
		at := time.Now().Format("2006-01-02T15-04-05")
		for _, test := range []struct {
			run  journal.Run
			want string
		}{
			{journal.Run{Command: "deploy"}, at + "_deploy.log"},
			{journal.Run{Command: "deploy", Destination: "staging"}, at + "_staging_deploy.log"},
			{journal.Run{Command: "proxy boot_config set"}, at + "_proxy_boot_config_set.log"},
			{journal.Run{Command: "deploy", Destination: "../../x:y"}, at + "_..-..-x-y_deploy.log"},
		} {
			f := create(t, folder, test.run)
			if diff := cmp.Diff(filepath.Join(folder, test.want), f.Name()); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		}
	})
}

func TestCreate_NeverWritesOverAnotherFile(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		run := journal.Run{Command: "deploy"}
		first, second, third := create(t, folder, run), create(t, folder, run), create(t, folder, run)
		base := strings.TrimSuffix(first.Name(), ".log")
		if diff := cmp.Diff([]string{base + "-2.log", base + "-3.log"}, []string{second.Name(), third.Name()}); diff != "" {
			t.Error("(-want +got):\n" + diff)
		}
	})
}

func TestCreate_KeepsTheFileFromOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions are others there")
	}
	info, err := os.Stat(create(t, t.TempDir(), journal.Run{Command: "deploy"}).Name())
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("the file has mode %o", got)
	}
}

func TestCreate_FailsWhereThereCanBeNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "taken")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := logfile.Create(filepath.Join(file, "log"), journal.Run{Command: "deploy"})
	if err == nil || !strings.HasPrefix(err.Error(), "making the folder for log files: ") {
		t.Errorf("got %v", err)
	}
}

func TestFile_LeavesOutWhatComesAfterTheEnd(t *testing.T) {
	began := time.Now()
	f := create(t, t.TempDir(), journal.Run{Command: "deploy"})
	for range 2 {
		if err := f.Close(nil); err != nil {
			t.Error(err)
		}
	}
	before := written(t, f, began)
	f.Handle(kamal.Note{Text: "late"})
	if diff := cmp.Diff(before, written(t, f, began)); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	if got := strings.Count(before, "completed in"); got != 1 {
		t.Errorf("the end is told %d times", got)
	}
}

func TestFile_SaysThatARunWasInterrupted(t *testing.T) {
	began := time.Now()
	f := create(t, t.TempDir(), journal.Run{Command: "deploy"})
	if err := f.Close(fmt.Errorf("waiting for the lock: %w", context.Canceled)); err != nil {
		t.Error(err)
	}
	got := written(t, f, began)
	if !strings.Contains(got, "interrupted after") || strings.Contains(got, "failed") || strings.Contains(got, "error:") {
		t.Errorf("got %s", got)
	}
}
