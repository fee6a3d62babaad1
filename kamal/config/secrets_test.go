package config_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/kamal/config"
)

// Each file holds secrets files; the section want says what becomes of them.
func TestSecrets(t *testing.T) {
	golden.Each(t, "testdata/secrets/*.txtar", func(t *testing.T, file *golden.File) {
		opts := project(t, file)
		c, err := config.Load(t.Context(), opts)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		names, err := c.Secrets.Names(t.Context())
		fmt.Fprintln(&out, "names:", names, err)
		for name := range strings.FieldsSeq(file.Text("lookup")) {
			secret, err := c.Secrets.Lookup(t.Context(), name)
			fmt.Fprintf(&out, "%s=%q %v\n", name, secret.Reveal(), err)
		}
		fmt.Fprintln(&out, "warnings:", len(c.Warnings))
		file.Compare(t, "want", strings.ReplaceAll(out.String(), opts.WorkDir, "DIR"))
	})
}

const withSecret = `
env: { secret: [ TOKEN ] }
`

func TestSecrets_ComeFromTheEnvironmentOfAParsedText(t *testing.T) {
	c := parse(t, minimal+withSecret, config.Options{Environ: []string{"TOKEN=abc"}})
	secret, err := c.Secrets.Lookup(t.Context(), "TOKEN")
	if err != nil || secret.Reveal() != "abc" {
		t.Errorf("TOKEN is %q, %v", secret.Reveal(), err)
	}
	if _, err := c.Secrets.Lookup(t.Context(), "NONE"); !errors.Is(err, config.ErrNoSecret) {
		t.Errorf("an unknown secret gives %v, want ErrNoSecret", err)
	}
}

func TestSecrets_AreLookedUpOnceAndWhenAsked(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "config/deploy.yml", minimal)
	write(t, dir, ".kamal/secrets", "TOKEN=$(kamal secrets fetch TOKEN)\nOTHER=$(no such command)\n")
	var calls atomic.Int32
	command := func(context.Context, string) (string, bool, error) {
		calls.Add(1)
		return "from the vault", true, nil
	}
	c, err := config.Load(t.Context(), config.Options{WorkDir: dir, Environ: []string{}, Git: noGit, Command: command})
	if err != nil {
		t.Fatal(err)
	}
	if n := calls.Load(); n != 0 {
		t.Errorf("loading ran %d commands", n)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if s, err := c.Secrets.Lookup(t.Context(), "TOKEN"); err != nil || s.Reveal() != "from the vault" {
				t.Errorf("TOKEN is %q, %v", s.Reveal(), err)
			}
		})
	}
	wg.Wait()
	if n := calls.Load(); n != 1 {
		t.Errorf("eight lookups ran %d commands, want 1", n)
	}
	if diff := cmp.Diff([]config.Secret{config.NewSecret("from the vault")}, c.Secrets.Known(), cmp.AllowUnexported(config.Secret{})); diff != "" {
		t.Errorf("known secrets (-want +got):\n%s", diff)
	}
}

func TestSecret_IsRedactedHoweverItIsPrinted(t *testing.T) {
	s := config.NewSecret("hunter2")
	for _, format := range []string{"%s", "%v", "%+v", "%#v", "%q", "%d", "%x"} {
		if got := fmt.Sprintf(format, s); strings.Contains(got, "hunter2") || strings.Contains(got, "68756e74") {
			t.Errorf("%s prints %s", format, got)
		}
	}
}

func TestSecrets_AtHandNeedNoCommand(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, ".kamal"), 0o700); err != nil {
		t.Fatal(err)
	}
	text := "PLAIN=plain value\nOUTER=$ELSEWHERE\nVAULT=$(fetch it)\nUNUSED=something\n"
	if err := os.WriteFile(filepath.Join(dir, ".kamal/secrets"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "config"), 0o700); err != nil {
		t.Fatal(err)
	}
	yml := "service: a\nservers: [192.0.2.1]\nregistry: {server: \"localhost:5555\"}\nbuilder: {arch: amd64}\nenv: {secret: [PLAIN, OUTER, VAULT, MISSING]}\n"
	if err := os.WriteFile(filepath.Join(dir, "config/deploy.yml"), []byte(yml), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(t.Context(), config.Options{
		WorkDir: dir, Environ: []string{"ELSEWHERE=outer value"}, Version: "1",
		Shell: func(context.Context, string, string, []string) ([]byte, error) {
			t.Error("a command ran")
			return nil, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range c.Secrets.Known() {
		got = append(got, s.Reveal())
	}
	if diff := cmp.Diff([]string{"plain value", "outer value"}, got); diff != "" {
		t.Error(diff)
	}
}
