package cli

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// greetCmd is a command of a program of one's own.
type greetCmd struct {
	Name string `arg:"" name:"name" help:"Whom."`
	Loud bool   `name:"loud" help:"Aloud."`
}

func (c *greetCmd) Run(cfg *config.Config, o *Common, s *Session) error {
	s.Event(kamal.Note{Text: "about to greet"})
	text := "hello " + c.Name + ", from " + cfg.Service + o.Destination
	if c.Loud {
		text = strings.ToUpper(text)
	}
	s.Answer(text, map[string]string{"greeted": c.Name})
	return nil
}

type greeting struct {
	Greet greetCmd `cmd:"" name:"greet" help:"Greet somebody."`
}

// runs carries out a line of a program in the project.
func (p fleetProject) runs(t *testing.T, program Program, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	program.visit = onNoNetwork.visit
	status = program.run(t.Context(), invocation{
		args: args, dir: p.dir, stdin: strings.NewReader(""), stdout: &out, stderr: &errs,
		environ: append(os.Environ(), "PASSWORD=secret", "HOME="+p.dir, "VERSION=v1"),
	})
	return out.String(), errs.String(), status
}

func TestProgram_HasCommandsOfItsOwn(t *testing.T) {
	p, program := newFleetProject(t), Program{Version: "v9", Commands: []any{&greeting{}}}
	for _, c := range []struct{ line, out, errs string }{
		{"gree --loud ann", "HELLO ANN, FROM SHOP\n", "about to greet\n"},
		{"greet ann -q", "hello ann, from shop\n", ""},
		{"version", "v9\n", ""},
	} {
		out, errs, status := p.runs(t, program, strings.Fields(c.line)...)
		if out != c.out || errs != c.errs || status != codeDone {
			t.Errorf("%s: status %d, got %q and %q", c.line, status, out, errs)
		}
	}
	for line, want := range map[string]string{
		"help":                    "greet",
		"help greet":              "Usage: kamal greet NAME",
		"__complete -- gr":        "greet\tGreet somebody.",
		"greet ann --output json": `"data":{"greeted":"ann"}`,
	} {
		if out, errs, _ := p.runs(t, program, strings.Fields(line)...); !strings.Contains(out, want) {
			t.Errorf("%s: got %s%s", line, out, errs)
		}
	}
	if _, errs, status := p.runs(t, program, "greet"); status != codeUsage || !strings.Contains(errs, "NAME is missing") {
		t.Errorf("status %d, %s", status, errs)
	}
}

func TestProgram_CommandsHaveNamesOfTheirOwn(t *testing.T) {
	var more struct {
		Deploy greetCmd `cmd:"" name:"deploy"`
	}
	_, errs, status := newFleetProject(t).runs(t, Program{Commands: []any{&more}}, "version")
	if status != codeFailed || !strings.Contains(errs, `duplicate command name "deploy"`) {
		t.Errorf("status %d, %s", status, errs)
	}
}

func TestProgram_ScreenTakesThePlaceOfTheLinesOfProgress(t *testing.T) {
	p, steps, noted := newFleetProject(t), 0, 0
	program := Program{
		Screen: func(e kamal.Event) {
			if _, ok := e.(kamal.StepStarted); ok {
				steps++
			}
		},
		Options: []kamal.Option{kamal.WithEvents(func(kamal.Event) { noted++ })},
	}
	out, errs, status := p.runs(t, program, "deploy", "--skip-push")
	if status != codeDone || errs != "" || out != "" || steps == 0 || noted == 0 {
		t.Errorf("status %d, %d steps, %d events, got %q and %q", status, steps, noted, out, errs)
	}
	if out, errs, _ := p.runs(t, program, "app", "details"); !strings.Contains(out, "App Host: app1") || errs != "" {
		t.Errorf("got %q and %q", out, errs)
	}
	steps = 0
	if _, _, status := p.runs(t, program, "redeploy", "--skip-push", "-q"); status != codeDone || steps > 0 {
		t.Errorf("with -q: status %d, %d steps", status, steps)
	}
	p.Break("app1", "*")
	if _, errs, status := p.runs(t, program, "deploy", "--skip-push", "--version", "v2"); status != codeUnhealthy || !strings.Contains(errs, "Error:") {
		t.Errorf("a deploy that fails: status %d, %s", status, errs)
	}
}

func TestProgram_ExecutorStandsForTheOneOverSSH(t *testing.T) {
	p := newFleetProject(t)
	program := Program{Executor: func(kamal.Executor) kamal.Executor {
		return kamal.ExecutorFunc(func(_ context.Context, host string, cmd commands.Cmd) error {
			_, err := cmd.Stdout.Write([]byte(host + " has no such thing as SSH\n"))
			return err
		})
	}}
	if out, errs, status := p.runs(t, program, "server", "exec", "hostname"); status != codeDone || !strings.Contains(out, "app1 has no such thing as SSH") {
		t.Errorf("status %d, got %q and %q", status, out, errs)
	}
	if n := p.Connections("app1"); n != 0 {
		t.Errorf("the host was reached over SSH %d times", n)
	}
}
