package config_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kamal-go/kamal/kamal/config"
)

func TestProblems_CanBeTakenApart(t *testing.T) {
	_, err := config.Parse(t.Context(), minimal+"volume: [ a ]\nretain_containers: 0\n", config.Options{File: "d.yml"})
	problems, ok := errors.AsType[config.Problems](err)
	if !ok || len(problems) != 2 {
		t.Fatalf("got %v", err)
	}
	want := &config.FieldError{
		File: "d.yml", Line: 12, Column: 1, Path: "volume",
		Message: `unknown key "volume"`, Suggestion: `did you mean "volumes"?`,
	}
	if diff := cmp.Diff(want, problems[0], cmpopts.IgnoreUnexported(config.FieldError{})); diff != "" {
		t.Errorf("first problem (-want +got):\n%s", diff)
	}
	if want := "  12 | volume: [ a ]\n     | ^"; !strings.Contains(problems.Error(), want) {
		t.Errorf("the excerpt %q is not in\n%s", want, problems)
	}
	if one, ok := errors.AsType[*config.FieldError](err); !ok || one != problems[0] {
		t.Errorf("the first FieldError of it is %v", one)
	}
}

func TestProblems_DoNotShowPasswords(t *testing.T) {
	text := strings.Replace(minimal, "[ REGISTRY_PASSWORD ]", `<%= ENV["PASSWORD"] %>`, 1)
	_, err := config.Parse(t.Context(), text, config.Options{Environ: []string{"PASSWORD=12345"}, NoRuby: true})
	if err == nil || strings.Contains(err.Error(), "12345") {
		t.Errorf("got %v", err)
	}
}

func TestProblems_AreNotMoreThanAnybodyReads(t *testing.T) {
	var text strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&text, "key%d: {}\n", i)
	}
	_, err := config.Parse(t.Context(), text.String(), config.Options{})
	if problems, _ := errors.AsType[config.Problems](err); len(problems) != 100 {
		t.Errorf("got %d problems", len(problems))
	}
}
