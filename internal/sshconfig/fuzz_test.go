package sshconfig_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

func FuzzResolve(f *testing.F) {
	for _, text := range oracleFiles {
		f.Add(text, "a")
	}
	f.Add("Include *\nHost \"\nMatch !\n", "")
	f.Fuzz(func(t *testing.T, text, name string) {
		file := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		h, err := sshconfig.Resolve(sshconfig.Query{Host: name, Files: []string{file}, Home: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		if h.ProxyJump != "" && h.ProxyCommand != "" {
			t.Error("both proxies are set")
		}
	})
}

func FuzzMatchPattern(f *testing.F) {
	f.Add("app1", "a*?1")
	f.Fuzz(func(t *testing.T, s, pattern string) {
		if sshconfig.MatchPattern(s, pattern) && !sshconfig.MatchPattern(s, pattern+"*") {
			t.Error("a longer pattern matches less")
		}
		if !sshconfig.MatchPattern(s, "*") {
			t.Error("* does not match")
		}
	})
}
