package kamal_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

const withSecrets = twoHosts + "env: {secret: [TOKEN, PEM]}\n"

const pem = "-----BEGIN KEY-----\nsecond line of it\nthird line of it\n-----END KEY-----\n"

func TestSecrets_NeverShowInEventsOrErrors(t *testing.T) {
	bubble(t, func(t *testing.T) {
		leak := "login registry secret with token secret\n"
		f := newFleet(t, withSecrets,
			kamaltest.Reply{Host: "app1", Line: "docker pull *", Stdout: leak, Stderr: leak, Exit: 1},
			kamaltest.Reply{Host: "app2", Line: "docker pull *", Stdout: leak, Times: 1})
		f.env = append(f.env, "PEM="+pem)
		err := f.at("1").Deploy(t.Context(), skipPush)
		if err == nil {
			t.Fatal("the deploy did not fail")
		}
		shown := fmt.Sprintf("%v %+v %s", err, f.Events(), f.Transcript())
		for _, secret := range []string{"registry secret", "token secret"} {
			if strings.Contains(shown, secret) {
				t.Errorf("%q is shown", secret)
			}
		}
		if e, ok := errors.AsType[*kamal.CommandError](err); !ok || !strings.Contains(e.Stderr, "login [REDACTED] with [REDACTED]") {
			t.Errorf("got %v", err)
		}
	})
}

// A command that needs no secret may print one all the same.
func TestSecrets_AtHandAreMaskedThoughNobodyLooksThemUp(t *testing.T) {
	f := newFleet(t, withSecrets, kamaltest.Reply{Line: "printenv*", Stdout: "TOKEN=token secret\n"})
	d := f.at("1")
	results, err := d.Server().Exec(t.Context(), kamal.ExecOptions{Command: "printenv"})
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Mask(results[0].Text); got != "TOKEN=[REDACTED]" {
		t.Errorf("shown: %q", got)
	}
}

// inPieces is an executor whose commands print one text, a few bytes at a time.
func inPieces(text string) kamal.ExecutorFunc {
	return func(_ context.Context, _ string, cmd commands.Cmd) error {
		for piece := range slices.Chunk([]byte(text), 7) {
			if _, err := cmd.Stdout.Write(piece); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestSecrets_OfSeveralLinesAreMaskedInPiecesToo(t *testing.T) {
	f := newFleet(t, withSecrets)
	f.env = append(f.env, "PEM="+pem)
	cfg := f.config()
	if _, err := cfg.Secrets.Lookup(t.Context(), "PEM"); err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	d := kamal.New(cfg, inPieces("before\n"+pem+"after\n"), kamal.WithLocal(f), kamal.WithEvents(func(e kamal.Event) {
		if o, ok := e.(kamal.Printed); ok {
			shown.WriteString(o.Text)
		}
	}))
	if _, err := d.Proxy().Logs(t.Context(), kamal.LogOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := shown.String(); strings.Contains(got, "line of it") || !strings.Contains(got, "before\n") || !strings.Contains(got, "after\n") {
		t.Errorf("shown:\n%s", got)
	}
}

// What hosts print may be encoded, with a user's name before it, and come in any
// pieces.
func TestSecrets_AreMaskedInEveryEncodingAndAcrossPieces(t *testing.T) {
	const token = "token secret"
	wrapped := base64.StdEncoding.EncodeToString([]byte("deployer:" + strings.Repeat("x", 40) + token))
	for _, text := range []string{
		base64.StdEncoding.EncodeToString([]byte(token)), wrapped[:60] + "\n" + wrapped[60:],
		hex.EncodeToString([]byte(token)), url.QueryEscape(token), strconv.Quote("a\n" + token),
	} {
		f := newFleet(t, withSecrets)
		f.env = append(f.env, "PEM="+pem)
		d := kamal.New(f.config(), inPieces("said: "+text+"\n"), f.Options()...)
		if _, err := d.Server().Exec(t.Context(), kamal.ExecOptions{Command: "true"}); err != nil {
			t.Fatal(err)
		}
		var told strings.Builder
		for _, e := range f.Events() {
			if e, ok := e.(kamal.Printed); ok {
				told.WriteString(e.Text)
			}
		}
		if got := told.String(); !strings.Contains(got, "[REDACTED]") || strings.Count(got, "said") != strings.Count(got, "[REDACTED]") {
			t.Errorf("of %q it told %q", text, got)
		}
	}
}

func TestSecrets_MissingOnesAreToldOfTogetherBeforeAnything(t *testing.T) {
	f := newFleet(t, twoHosts+"env: {secret: [FIRST, SECOND]}\n")
	err := f.at("1").Deploy(t.Context(), kamal.DeployOptions{})
	if !errors.Is(err, config.ErrNoSecret) {
		t.Fatalf("got %v", err)
	}
	for _, name := range []string{"FIRST", "SECOND"} {
		if strings.Count(err.Error(), `"`+name+`"`) != 1 {
			t.Errorf("%s is not told of once: %v", name, err)
		}
	}
	if f.got("app1", "docker") || f.got(kamaltest.Local, "docker") {
		t.Error("docker was told something")
	}
}

func TestEnvFiles_HoldTheSecretsForTheirOwnerOnly(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFleet(t, withSecrets)
		f.env = append(f.env, "PEM=a\nb")
		f.deployed("1")
		const file = ".kamal/env/roles/app-web.env"
		if got, _ := f.Host("app2").File(file); got != "TOKEN=token secret\nPEM=a\\nb\n" {
			t.Errorf("got %q", got)
		}
		if !f.got("app2", "umask 077 && cat > "+file) || !f.got("app2", "chmod 0600 "+file) {
			t.Errorf("it is not for its owner only: %q", f.Lines("app2"))
		}
		warned := 0
		for _, e := range f.Events() {
			if w, ok := e.(kamal.Warning); ok && strings.Contains(w.Text, `"PEM"`) {
				warned++
			}
		}
		if warned != 1 {
			t.Errorf("warned %d times of the line break", warned)
		}
	})
}

func TestExec_HandsOnRawOutput(t *testing.T) {
	f := newFleet(t, twoHosts, kamaltest.Reply{Line: "cat dump", Stdout: "  \x00raw\r\n\n"})
	var out bytes.Buffer
	found, err := f.at("1").Server().Exec(t.Context(), kamal.ExecOptions{Command: "cat dump", Raw: &out})
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Repeat("  \x00raw\r\n\n", 2); out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	for _, r := range found {
		if r.Text != "" {
			t.Errorf("%s: there is text besides: %q", r.Host, r.Text)
		}
	}
}

func TestExec_RefusesWhatExcludesEachOther(t *testing.T) {
	f := newFleet(t, twoHosts)
	for name, o := range map[string]kamal.ExecOptions{
		"no command":       {},
		"detach and reuse": {Command: "ls", Detach: true, Reuse: true},
		"detach and raw":   {Command: "ls", Detach: true, Raw: &bytes.Buffer{}},
	} {
		if _, err := f.at("1").App().Exec(t.Context(), o); !errors.Is(err, kamal.ErrUsage) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
