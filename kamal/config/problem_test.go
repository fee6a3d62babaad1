package config_test

import (
	"errors"
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
	if want := "  12 | volume: [ a ]\n     | ^"; problems[0].Excerpt() != want {
		t.Errorf("excerpt:\n%s\nwant:\n%s", problems[0].Excerpt(), want)
	}
	if one, ok := errors.AsType[*config.FieldError](err); !ok || one != problems[0] {
		t.Errorf("the first FieldError of it is %v", one)
	}
}
