package hostcmd_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kamal-go/kamal/internal/hostcmd"
)

func TestContainerLife_EndsWithTheThirdTime(t *testing.T) {
	for output, want := range map[string]struct {
		ended bool
		text  string
	}{
		"running 0 0\n":    {false, "is running"},
		"created 0 0\n":    {false, "is created"},
		"restarting 1 0\n": {false, "exited with status 1"},
		"restarting 1 1\n": {false, "exited with status 1, after a restart"},
		"running 0 2\n":    {false, "is running, after 2 restarts"},
		"restarting 0 2\n": {true, "exited with status 0, after 2 restarts"},
		"running 0 5\n":    {true, "is running, after 5 restarts"},
		"exited 0 0\n":     {true, "exited with status 0"},
		"dead 137 1\n":     {true, "exited with status 137, after a restart"},
	} {
		life, ok := hostcmd.ParseLife(output)
		if !ok || life.Ended() != want.ended || life.String() != want.text {
			t.Errorf("%q: read %t, ended %t, %s", output, ok, life.Ended(), life)
		}
	}
	for _, output := range []string{"", "running", "running <no value> <no value>"} {
		if life, ok := hostcmd.ParseLife(output); ok {
			t.Errorf("%q is read as %+v", output, life)
		}
	}
}

func TestParseState_TakesWhatThereIs(t *testing.T) {
	got, ok := hostcmd.ParseState(`{"RestartCount":2,"State":{"Status":"restarting","ExitCode":137,"OOMKilled":true,"Error":"no","Health":{"Log":[{"Output":"refused"}]}}}`)
	want := hostcmd.ContainerState{
		ContainerLife: hostcmd.ContainerLife{Status: "restarting", ExitCode: 137, Restarts: 2},
		OutOfMemory:   true, Error: "no", Health: []string{"refused"},
	}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("read %t: %s", ok, diff)
	}
	if _, ok := hostcmd.ParseState("no json"); ok {
		t.Error("no json was read")
	}
}
