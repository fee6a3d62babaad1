//go:build unix

package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/config"
)

// loaded is a configuration with secrets files, and what it is told of them later.
func loaded(t *testing.T, destination string, files map[string]string) (c *config.Config, dir string, told *[]string) {
	t.Helper()
	dir, told = t.TempDir(), new([]string)
	write(t, dir, "config/deploy.yml", minimal)
	if destination != "" {
		write(t, dir, "config/deploy."+destination+".yml", "labels: { a: b }\n")
	}
	for name, text := range files {
		write(t, dir, name, text)
	}
	c, err := config.Load(t.Context(), config.Options{
		WorkDir: dir, Destination: destination, Environ: []string{"PATH=/usr/bin:/bin", "SET=value", "VOID="}, Git: noGit,
		Warn: func(w config.Warning) { *told = append(*told, w.Message) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, dir, told
}

// A real shell comes to a variable without a value, or doesn't.
func TestSecrets_ShellsEndWhereAVariableHasNoValue(t *testing.T) {
	for _, c := range []struct{ line, value, problem string }{
		{`A=$(cat key 2>/dev/null || echo "$NONE")`, "of a file", ""},
		{`A=$(cat none 2>/dev/null || echo "$SET")`, "value", ""},
		{`A=$(cat none 2>/dev/null || echo "$NONE")`, "", "$NONE is not set"},
		{`A=$(cat none 2>/dev/null || echo $VOID)`, "", "$VOID is empty"},
		{`A="$(echo "$NONE" | base64)"`, "", "$NONE is not set"},
		{`A=$(printf %s $NONE | sha256sum)`, "", "$NONE is not set"},
		{`A=$(for x in 1 2; do printf %s $x; done)`, "12", ""},
		{`A=$(x=1; echo $x)`, "1", ""},
		{`A=$(x() { echo $1; }; x hi)`, "hi", ""},
		{`A=$(echo a b | awk '{print \$2}')`, "b", ""},
		{`A=$(echo a b | awk '{print $2}')`, "", "write \\$2 to leave it to the command"},
		{"B=$NONE\nA=$(echo x$B)", "", "$NONE is not set"},
		{"B=${NONE:-}\nA=$(echo x$B)", "x", ""},
		{`A=$(true)`, "", "printed nothing"},
		{`A=$(echo '{"a":1}' | sed 's/.*/null/')`, "", "printed null"},
	} {
		cfg, _, _ := loaded(t, "", map[string]string{".kamal/secrets": c.line + "\n", "key": "of a file\n"})
		got, err := cfg.Secrets.Lookup(t.Context(), "A")
		if got.Reveal() != c.value || (err == nil) != (c.problem == "") || err != nil && !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%s gives %q, %v", c.line, got.Reveal(), err)
		}
	}
}

func TestSecrets_RunsWhatStandsBeforeInTheOrderOfTheFiles(t *testing.T) {
	step := func(name string) string { return name + "=$(echo " + name + " >>ran; echo " + name + ")\n" }
	c, dir, told := loaded(t, "eu", map[string]string{
		".kamal/secrets-common": step("ONE") + step("BOTH") + "FAILS=$(echo FAILS >>ran; exit 3)\n" + step("LATE"),
		".kamal/secrets.eu":     "_LOGIN=$(echo _LOGIN >>ran)\n" + step("BOTH") + step("NEVER"),
		".kamal/secrets":        step("OTHER"),
	})
	ran := func() string {
		text, err := os.ReadFile(filepath.Join(dir, "ran"))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(string(text)), " ")
	}
	for _, tt := range []struct{ name, want string }{
		{"", ""},
		{"ONE", "ONE"},
		{"BOTH", "ONE BOTH FAILS LATE _LOGIN BOTH"},
		{"LATE", "ONE BOTH FAILS LATE _LOGIN BOTH"},
	} {
		if tt.name != "" {
			if s, err := c.Secrets.Lookup(t.Context(), tt.name); s.Reveal() != tt.name || err != nil {
				t.Errorf("%s is %q, %v", tt.name, s.Reveal(), err)
			}
		}
		if got := ran(); got != tt.want {
			t.Errorf("after %q ran %s, want %s", tt.name, got, tt.want)
		}
	}
	want := []string{`running "echo FAILS >>ran; exit 3" for "FAILS": exit status 3; nothing uses FAILS, so this goes on`}
	if diff := cmp.Diff(want, *told); diff != "" {
		t.Error(diff)
	}
}

func TestSecrets_NameTheLineWhoseCommandPrintsTooMuch(t *testing.T) {
	c, _, _ := loaded(t, "", map[string]string{".kamal/secrets": "A=1\nB=$(yes)\n"})
	began := time.Now()
	_, err := c.Secrets.Lookup(t.Context(), "B")
	if err == nil || !strings.Contains(err.Error(), `.kamal/secrets:2: running "yes" for "B": it wrote too much`) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("that took %v", took)
	}
}

func TestSecrets_RefuseWhatIsNoFile(t *testing.T) {
	c, _, _ := loaded(t, "", map[string]string{".kamal/secrets/x": "A=1\n"})
	if _, err := c.Secrets.Lookup(t.Context(), "A"); !errors.Is(err, config.ErrSecretsFile) || !strings.Contains(err.Error(), `reading secrets ".kamal/secrets": not a regular file but a folder`) {
		t.Errorf("got %v", err)
	}
}

// Check knows what can be known without running anything.
func TestSecrets_CheckRunsNothing(t *testing.T) {
	c, dir, _ := loaded(t, "", map[string]string{
		".kamal/secrets": "_L=$(touch ran)\nGOOD=$(touch ran)\nBAD=$NONE\nBUILT=$GOOD-$NONE\nFORM=${SET/a/b}\nNEEDED=${NONE:?ask}\n",
	})
	err := c.Secrets.Check(t.Context(), []string{"GOOD", "BAD", "BUILT", "FORM", "NEEDED", "NOWHERE"})
	if err == nil {
		t.Fatal("all is well")
	}
	var lines []string
	for line := range strings.Lines(err.Error()) {
		head, _, _ := strings.Cut(strings.TrimPrefix(line, "looking up secret "), ";")
		lines = append(lines, strings.TrimSpace(head))
	}
	want := []string{
		`"BAD": .kamal/secrets:3: BAD is empty: $NONE is not set`,
		`"BUILT": .kamal/secrets:4: BUILT lacks a part: $NONE is not set`,
		`.kamal/secrets:5: reading "FORM": ${SET/a... is not known: there are ${NAME}, ${NAME:-default}, ${NAME-default}, ${NAME:?text} and ${NAME?text}`,
		`"NEEDED": .kamal/secrets:6: reading "NEEDED": ask`,
		`"NOWHERE": no such secret in .kamal/secrets`,
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
		t.Error("a command ran")
	}
}

func TestSecrets_WarnOfLooseFiles(t *testing.T) {
	for _, tt := range []struct {
		mode       os.FileMode
		text, want string
	}{
		{0o600, "REGISTRY_PASSWORD=x\n", ""},
		{0o400, "REGISTRY_PASSWORD=x\n", ""},
		{0o640, "REGISTRY_PASSWORD=x\n", "others can read this file, and secrets stand in it: chmod 600 .kamal/secrets"},
		{0o604, "REGISTRY_PASSWORD='$x'\n", "others can read this file, and secrets stand in it: chmod 600 .kamal/secrets"},
		{0o644, "REGISTRY_PASSWORD=$SET\nREGION=eu\n", ""},
		{0o644, "REGISTRY_PASSWORD=\n", ""},
		{0o620, "REGISTRY_PASSWORD=$SET\n", "others can write to this file, and what stands in it is run: chmod 600 .kamal/secrets"},
		{0o602, "# nothing\n", "others can write to this file, and what stands in it is run: chmod 600 .kamal/secrets"},
	} {
		dir := t.TempDir()
		write(t, dir, "config/deploy.yml", minimal)
		write(t, dir, ".kamal/secrets", tt.text)
		if err := os.Chmod(filepath.Join(dir, ".kamal/secrets"), tt.mode); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(t.Context(), config.Options{WorkDir: dir, Environ: []string{}, Git: noGit})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(warnings(c)); got != tt.want {
			t.Errorf("%v %q: %q, want %q", tt.mode, tt.text, got, tt.want)
		}
	}
}
