package commands_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/minishell"
	"github.com/kamal-go/kamal/kamal/commands"
)

func ExampleCmd_Programs() {
	app := commands.App{Config: exampleConfig(), Role: exampleConfig().Role("web"), Host: "192.0.2.1"}
	deploy := commands.And(hostcmd.CreateNetwork(), app.Run("v2", commands.RunOptions{HostID: "0123456789ab"}))
	for _, args := range deploy.Programs() {
		if i := slices.Index(args, "--name"); args[0] == "docker" && i > 0 {
			fmt.Println(args[1], args[i+1])
		}
	}
	// Output:
	// run shop-web-v2
}

func TestPrograms_AreThoseOnTheLine(t *testing.T) {
	a, b, docker := commands.Command("a", "1 2"), commands.Command("b"), commands.Command("docker", "rm")
	secret := commands.Command("login").Word(commands.Concat(commands.Text("p="), commands.Secret("hunter2")))
	script := commands.Script(strings.Repeat("x", 16), commands.Part{Cmd: a}, commands.Part{}, commands.Part{Cmd: commands.Or(b, secret), Optional: true})
	for name, c := range map[string]struct {
		cmd  commands.Cmd
		want string
	}{
		"none":         {commands.Cmd{}, ""},
		"one":          {a, "a|1 2"},
		"joined":       {commands.And(a, commands.Or(b, commands.Then(a, commands.Pipe(b, a)))), "a|1 2\nb\na|1 2\nb\na|1 2"},
		"redirected":   {commands.Subshell(a.Quiet()).WriteTo(commands.Substitute(b)), "a|1 2\nb"},
		"substituted":  {a.Word(commands.Concat(commands.Text("x="), commands.Substitute(commands.And(b, b)))), "a|1 2|x=\"$(b && b)\"\nb\nb"},
		"raw":          {b.Word(commands.Raw("x | y")), "b|x | y"},
		"secret":       {secret, "login|p=[REDACTED]"},
		"hidden":       {b.Word(commands.Hide(commands.Substitute(secret))), "b|[REDACTED]"},
		"a script":     {script, "a|1 2\nb\nlogin|p=[REDACTED]"},
		"xargs":        {commands.Pipe(a, commands.Command("xargs", "-r", "-n", "1").Arg(docker.Args()...)), "a|1 2\nxargs|-r|-n|1|docker|rm\ndocker|rm"},
		"sudo":         {commands.Command("sudo", "-n", "timeout", "5", "docker", "rm"), "sudo|-n|timeout|5|docker|rm\ntimeout|5|docker|rm\ndocker|rm"},
		"find":         {commands.Command("find", "d", "-exec", "rm", "{}", "+", "-print"), "find|d|-exec|rm|{}|+|-print\nrm|{}"},
		"nothing more": {commands.Then(commands.Command("xargs"), commands.Command("timeout"), commands.Command("find", "d", "-exec"), commands.Command("sudo", "-n")), "xargs\ntimeout\nfind|d|-exec\nsudo|-n"},
	} {
		if diff := cmp.Diff(c.want, inLines(c.cmd.Programs())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if got := inLines(commands.ProgramsInClear(script)); got != "a|1 2\nb\nlogin|p=hunter2" {
		t.Errorf("in clear it gives %s", got)
	}
}

func inLines(programs [][]string) string {
	var lines []string
	for _, args := range programs {
		lines = append(lines, strings.Join(args, "|"))
	}
	return strings.Join(lines, "\n")
}

// Whatever a shell runs of what is built is among the programs of the command.
func TestPrograms_AreAllThatRun(t *testing.T) {
	golden.Each(t, "testdata/hosts/*.txtar", func(t *testing.T, file *golden.File) {
		source := rand.New(rand.NewPCG(5, 6))
		for _, c := range builtFor(load(t, file.Text("deploy.yml"))).all {
			programs := commands.ProgramsInClear(c)
			s := &minishell.Shell{Dir: "/", Vars: map[string]string{}, Files: noFiles{}}
			s.Program = func(_ context.Context, call minishell.Call) int {
				usersOwn := call.Args[0] == "true" && strings.Contains(c.String(), `bin/jobs -c "a b" && true`)
				if !usersOwn && !slices.ContainsFunc(programs, func(args []string) bool { return mayBe(args, call.Args) }) {
					t.Errorf("%s\nruns %q, which is not among its programs", c, call.Args)
				}
				return source.IntN(2)
			}
			for range 8 {
				s.Run(t.Context(), c.Shell(), minishell.Call{Stdin: strings.NewReader(""), Stdout: &strings.Builder{}, Stderr: &strings.Builder{}})
			}
		}
	})
}

// mayBe reports whether a shell makes a call of words, of which some may change in it.
func mayBe(words, call []string) bool {
	for i, w := range words {
		if strings.ContainsAny(w, "$~'\"\\ ") {
			return i > 0
		}
		if i >= len(call) || call[i] != w {
			return false
		}
	}
	return len(words) == len(call)
}

// noFiles takes everything and has nothing.
type noFiles struct{}

func (noFiles) Read(string) ([]byte, error)      { return nil, minishell.ErrNotFound }
func (noFiles) Write(string, []byte, bool) error { return nil }
