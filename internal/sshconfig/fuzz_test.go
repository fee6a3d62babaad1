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
	for _, text := range []string{
		"Include *\nHost \"\nMatch !\n", "Include config\n", "Include ~/x /none\n", "Host *\n\tPort 99999999999999999999\n", "Port -1\nPort x\n", "=\n", "User=\n", "User = =x\n",
		"\xef\xbb\xbfHost a\r\n  User b\r\n", "ProxyCommand none\nProxyJump a,b,,c\n", "ProxyJump [::1]:22,u@[2001:db8::1]\n", "HostName %h%h%%%x\n", "IdentityFile ~/%u/%d/%i\n", "Match exec \"\" user\n", "host a\x00b\n",
	} {
		f.Add(text, "a")
		f.Add(text, "")
	}
	home := f.TempDir()
	file := filepath.Join(home, "config")
	f.Fuzz(func(t *testing.T, text, name string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		h, err := sshconfig.Resolve(sshconfig.Query{Host: name, Files: []string{file}, Home: home})
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
