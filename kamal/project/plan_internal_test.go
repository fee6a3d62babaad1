package project

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/config"
)

func TestPlanned_TakesATranscriptApart(t *testing.T) {
	const transcript = "# booting the app\napp1: docker run 'a: b'\napp1+ docker exec 'c: d'\nlocal: printf 'one\ntwo: 2'\n#\n::1: true\n::1+ false\n"
	want := []PlannedCommand{
		{"booting the app", "app1", "docker run 'a: b'"},
		{"booting the app", "app1", "docker exec 'c: d'"},
		{"booting the app", "local", "printf 'one\ntwo: 2'"},
		{"", "::1", "true"},
		{"", "::1", "false"},
	}
	if diff := cmp.Diff(want, planned(transcript, []config.Host{"app1", "::1"})); diff != "" {
		t.Error(diff)
	}
}
