package commands_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/kamal/commands"
)

func TestBuilder_BuildKeepsArgumentsWhole(t *testing.T) {
	text := strings.ReplaceAll(small, "builder: {arch: amd64}", `builder: {arch: amd64, args: {TOKEN: "a 'b' $c ${PLACE}"}}`)
	b := commands.Builder{Config: load(t, text), Machine: "amd64"}
	t.Setenv("PLACE", "/there")
	for _, shell := range shelltest.Shells(t) {
		line := strings.TrimPrefix(b.Build("v1", commands.BuildOptions{}).Shell(), "docker ")
		got := told(t, shell, program(t).Word(commands.Raw(line)))
		if !strings.Contains(strings.Join(got, "|"), "|--build-arg|TOKEN=a 'b' $c /there|") {
			t.Errorf("%s: docker gets %q", shell, got)
		}
	}
}
