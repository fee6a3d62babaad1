package cli

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/internal/sources"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
	"github.com/kamal-go/kamal/kamal/sshx"
)

var (
	exited1    = &sshx.ExitError{Status: 1}
	hostsMixed = []kamal.RoleState{
		{Host: "app1", Role: "web", State: kamal.StateNew, Before: "v1", Version: "v2"},
		{Host: "app2", Role: "web", State: kamal.StateUnknown, Before: "v1", Version: "v2"},
	}
)

// kinds are errors of each exported type, and each exported error, of the packages
// that a program may use.
var kinds = map[string]error{
	"config.ErrBadName":     fmt.Errorf("%w: the service %q", config.ErrBadName, "a/b"),
	"config.ErrEmptySecret": config.ErrEmptySecret,
	"config.ErrNoSecret":    config.ErrNoSecret,
	"config.ErrNoVersion":   config.ErrNoVersion,
	"config.ErrSecretsFile": config.ErrSecretsFile,
	"config.FieldError":     &config.FieldError{File: "config/deploy.yml", Line: 3, Column: 1, Path: "servers/web", Message: "servers/web has no value"},
	"config.Problems":       config.Problems{{File: "config/deploy.yml", Message: "service is missing"}, {Path: "image", Message: "image is missing"}},

	"kamal.BootError":         &kamal.BootError{Err: &kamal.HostError{Host: "app2", Err: &sshx.LostError{Host: "app2", Err: errors.New("no answer for 15s")}}, States: hostsMixed},
	"kamal.BuildError":        &kamal.BuildError{Err: exited1},
	"kamal.CommandError":      &kamal.CommandError{For: "tagging the image", Line: "docker tag shop:v2 shop:latest", Stderr: "no such image", Err: exited1},
	"kamal.ErrNotOnHosts":     kamal.ErrNotOnHosts,
	"kamal.ErrOutputTooLong":  &kamal.HostError{Host: "app1", Err: kamal.ErrOutputTooLong},
	"kamal.ErrUsage":          fmt.Errorf("%w: retaining 0 containers: at least 1 must stay", kamal.ErrUsage),
	"kamal.HookError":         &kamal.HookError{Hook: "pre-build", Output: "the tests fail\n", Err: exited1},
	"kamal.HostError":         &kamal.HostError{Host: "app1", Err: errors.New("nothing came of it within 30m0s")},
	"kamal.LockedError":       &kamal.LockedError{Host: "app1", Details: "Locked by: dev at 2026-01-31T08:00:00Z\nVersion: v1\nMessage: Automatic deploy lock"},
	"kamal.MoveError":         &kamal.MoveError{Command: "upgrade", Moved: []config.Host{"app1"}, Failed: []config.Host{"app2"}, Left: []config.Host{"app3"}, Err: errors.New("app2: the proxy did not start")},
	"kamal.ProxyRefusedError": &kamal.HostError{Host: "app1", Err: &kamal.ProxyRefusedError{Subject: "web", Version: "v2", Reason: "unable to load certificate", Err: exited1}},
	"kamal.RegistryError":     &kamal.RegistryError{Server: "registry.example.com", Err: errors.New("logging in to registry \"registry.example.com\": denied")},
	"kamal.UnhealthyError":    &kamal.HostError{Host: "app1", Err: &kamal.UnhealthyError{Role: "web", Version: "v2", Status: "running", Waited: 30 * time.Second, Allowed: 30 * time.Second}},

	"secrets.ErrAnswer":           &secrets.ProgramError{Program: "aws", Err: secrets.ErrAnswer},
	"secrets.ErrNotFound":         fmt.Errorf("%w: %q", secrets.ErrNotFound, "DB_PASSWORD"),
	"secrets.ErrNotLoggedIn":      &secrets.ProgramError{Program: "op", Err: secrets.ErrNotLoggedIn},
	"secrets.MissingProgramError": &secrets.MissingProgramError{Program: "bw", Install: "the Bitwarden command line"},
	"secrets.ProgramError":        &secrets.ProgramError{Program: "gcloud", Err: exited1},
	"secrets.UsageError":          &secrets.UsageError{Msg: "an account is required (--account)"},

	"sshx.ConnectError":   &sshx.ConnectError{Host: "app1", Server: "root@192.0.2.1:22", Agent: "none", Try: "ssh -v root@app1", Err: errors.New("no answer within 30s")},
	"sshx.ErrClosed":      sshx.ErrClosed,
	"sshx.ErrUnreachable": sshx.ErrUnreachable,
	"sshx.ExitError":      &kamal.CommandError{For: "pruning images", Line: "docker image prune", Err: &sshx.ExitError{Status: 137, Signal: "KILL"}},
	"sshx.HostKeyError":   &sshx.HostKeyError{Host: "app1", Problem: "revoked", Key: "ed25519 SHA256:...", Known: []string{"ed25519 SHA256:... (known_hosts:1)"}},
	"sshx.LostError":      &kamal.HostError{Host: "app1", Err: &sshx.LostError{Host: "app1", Err: errors.New("the other side closed it")}},
}

// TestErrors_OfEachKindSayWhatToDo shows what there is of each kind of error, as a
// deploy would end with it.
func TestErrors_OfEachKindSayWhatToDo(t *testing.T) {
	file := golden.Read(t, "testdata/errors_kinds.txtar")
	for _, name := range kindsOfErrors(t) {
		err := kinds[name]
		if err == nil {
			t.Errorf("there is no example of %s here", name)
			continue
		}
		checkTold(t, file, name, shownAfterDeploy(t, err))
	}
	for _, c := range []struct {
		name string
		err  error
	}{
		{"interrupted", &screen.Interrupted{}},
		{"interrupted half way", &screen.Interrupted{Err: kinds["kamal.BootError"]}},
		{"anything else", errors.New("open .kamal/hooks: input/output error")},
	} {
		checkTold(t, file, c.name, shownAfterDeploy(t, c.err))
	}
}

// shownAfterDeploy is how a deploy to staging ends with an error.
func shownAfterDeploy(t *testing.T, err error) string {
	t.Helper()
	var errs bytes.Buffer
	grammar := cli{}
	parser, parserErr := newParser(&grammar)
	if parserErr != nil {
		t.Fatal(parserErr)
	}
	p := newSession(Program{}, invocation{stderr: &errs}, &grammar.Common, parser.Model.Node)
	if p.line, parserErr = p.reader(t.Context()).Read([]string{"deploy", "-d", "staging"}); parserErr != nil {
		t.Fatal(parserErr)
	}
	p.screen = p.newScreen(false)
	p.screen.Finish(p.advised(err), 1)
	return errs.String()
}

// kindsOfErrors finds exported types of errors and exported errors in the sources.
func kindsOfErrors(t *testing.T) []string {
	t.Helper()
	found := map[string]bool{}
	for _, folder := range []string{"..", "../config", "../sshx", "../secrets", "../project", "."} {
		for _, file := range sources.Parse(t, token.NewFileSet(), folder) {
			for _, d := range file.Decls {
				for _, kind := range exportedErrors(d) {
					found[file.Name.Name+"."+kind] = true
				}
			}
		}
	}
	if len(found) < 20 {
		t.Errorf("only %d kinds of errors were found", len(found))
	}
	return slices.Sorted(maps.Keys(found))
}

// exportedErrors gives the errors that a declaration makes: variables named so, and
// the types of methods named Error.
func exportedErrors(d ast.Decl) []string {
	var names []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil || d.Name.Name != "Error" {
			return nil
		}
		recv := d.Recv.List[0].Type
		if star, ok := recv.(*ast.StarExpr); ok {
			recv = star.X
		}
		if id, ok := recv.(*ast.Ident); ok && id.IsExported() {
			names = append(names, id.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if v, ok := s.(*ast.ValueSpec); ok && d.Tok == token.VAR {
				for _, id := range v.Names {
					if strings.HasPrefix(id.Name, "Err") && id.IsExported() {
						names = append(names, id.Name)
					}
				}
			}
		}
	}
	return names
}
