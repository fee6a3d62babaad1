package completion_test

import (
	"context"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/completion"
	"github.com/kamal-go/kamal/kamal/config"
)

type grammar struct {
	Hosts       string   `name:"hosts" short:"h" help:"Hosts."`
	Destination string   `name:"destination" short:"d" help:"Destination."`
	Deploy      struct{} `cmd:"" name:"deploy" help:"Deploy."`
	Rollback    struct {
		Version string `arg:"" name:"version"`
	} `cmd:"" name:"rollback" help:"Go back."`
	Accessory struct {
		Boot struct {
			Name string `arg:"" name:"name"`
		} `cmd:"" name:"boot" help:"Boot."`
	} `cmd:"" name:"accessory" help:"Accessories."`
	Plan struct {
		Command []string `arg:"" optional:""`
	} `cmd:"" name:"plan" words:"line" option:"--dry-run" usual:"deploy" help:"Plan."`
}

// known is what a project knows; each destination has hosts of its own.
type known struct{ destination string }

func (k *known) Choose(_, destination string) { k.destination = destination }

func (k *known) Aliases(context.Context) config.Pairs {
	return config.Pairs{{Name: "back", Value: "rollback"}}
}

func (k *known) Programs() []string { return []string{"hello"} }

func (k *known) Hosts(context.Context) []string {
	return []string{k.destination + "app1", k.destination + "app2"}
}

func (k *known) Roles(context.Context) []string       { return nil }
func (k *known) Accessories(context.Context) []string { return []string{"db"} }
func (k *known) Destinations() []string               { return []string{"staging"} }
func (k *known) Files(string) []string                { return nil }

func (k *known) Versions(_ context.Context, deployed bool) []completion.Candidate {
	if !deployed {
		return nil
	}
	return []completion.Candidate{{Word: "v1", About: "on all hosts"}}
}

func TestCandidates(t *testing.T) {
	parser, err := kong.New(&grammar{}, kong.NoDefaultHelp())
	if err != nil {
		t.Fatal(err)
	}
	reader := cmdline.Reader{
		Root:     parser.Model.Node,
		Aliases:  func(string, string, bool) (config.Pairs, error) { return (&known{}).Aliases(t.Context()), nil },
		Programs: func() map[string]string { return map[string]string{"hello": "/bin/kamal-hello"} },
	}
	for _, c := range []struct{ line, want string }{
		{"", "deploy rollback accessory plan help back hello"},
		{"h", "help hello"},
		{"hello ", ""},
		{"hello -", ""},
		{"accessory boot ", "db all"},
		{"rollback ", "v1"},
		{"back ", "v1"},
		{"plan rollback ", "v1"},
		{"rollback v1 ", ""},
		{"deploy -h ", "app1 app2"},
		{"-d staging deploy --hosts=", "--hosts=stagingapp1 --hosts=stagingapp2"},
		{"deploy --hosts = app1,", "app1,app2"},
		{"-d ", "staging"},
		{"deploy --d", "--destination"},
		{"typo ", ""},
	} {
		completer := completion.Completer{Reader: reader, Known: &known{}}
		var got []string
		for _, found := range completer.Candidates(t.Context(), strings.Split(c.line, " ")) {
			got = append(got, found.Word)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q: %s", c.line, diff)
		}
	}
}

func TestScript_IsThereForEachShell(t *testing.T) {
	for _, shell := range completion.Shells {
		if text, ok := completion.Script(shell); !ok || !strings.Contains(text, "__complete") {
			t.Errorf("%s: %q", shell, text)
		}
	}
	if text, ok := completion.Script("other"); ok {
		t.Errorf("got %q", text)
	}
}
