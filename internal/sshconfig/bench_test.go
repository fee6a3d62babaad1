package sshconfig_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

// BenchmarkResolve asks for a thousand hosts in a file that has a block for each.
func BenchmarkResolve(b *testing.B) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "Host app%d app%d.example.com\n  HostName 10.0.%d.%d\n  User deploy\n  IdentityFile ~/.ssh/id_%%h\n\n", i, i, i/250, i%250)
	}
	file := filepath.Join(b.TempDir(), "config")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var files sshconfig.Files
		for i := range 1000 {
			h, err := files.Resolve(sshconfig.Query{Host: fmt.Sprintf("app%d", i), Files: []string{file}})
			if err != nil || h.User != "deploy" {
				b.Fatal(h, err)
			}
		}
	}
}
