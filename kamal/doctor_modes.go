package kamal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
)

// openSecrets finds secrets files of this machine that others can read or change.
func (d *Deployer) openSecrets() []Finding {
	var findings []Finding
	for _, w := range d.cfg.Warnings {
		if w.Fix != "" {
			findings = append(findings, Finding{Check: "modes", Problem: w.File + ": " + w.Message, Fix: w.Fix})
		}
	}
	return findings
}

// homeKeys is where ssh looks for keys by itself, and people put them.
const homeKeys = "~/.ssh/id_*"

// keys are the configuration's keys and the user's own, without their public halves.
func (d *Deployer) keys() []string {
	keys := slices.Clone(d.cfg.SSH.Keys)
	if d.run.withoutFiles {
		return keys
	}
	found, _ := filepath.Glob(atHome(homeKeys)) // the pattern is right
	for _, path := range found {
		if name := filepath.Base(path); !strings.HasSuffix(name, ".pub") {
			keys = append(keys, "~/.ssh/"+name)
		}
	}
	return keys
}

// openKeys finds keys on this machine that others can read; ssh leaves those out.
func openKeys(keys []string) []Finding {
	var findings []Finding
	seen := map[string]bool{}
	for _, key := range keys {
		path := atHome(key)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && looseKey(info) && !seen[path] {
			findings = append(findings, Finding{
				Check: "modes", Problem: fmt.Sprintf("others can read the key %s, so it is not used", key), Fix: "chmod 600 " + quotedAtHome(key),
			})
		}
		seen[path] = true
	}
	return findings
}

// atHome is a path in which ~ is the user's folder.
func atHome(path string) string {
	if home, err := os.UserHomeDir(); err == nil && strings.HasPrefix(path, "~/") {
		return filepath.Join(home, path[2:])
	}
	return path
}

// quotedAtHome is a path as a word of the shell, which still knows what ~ is.
func quotedAtHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return "~/" + escape.Quote(rest)
	}
	return escape.Quote(path)
}

// rightModes is what is said of files that are closed.
func (d *Deployer) rightModes(context.Context) string {
	files, err := d.cfg.Secrets.Files()
	if err != nil {
		return ""
	}
	keys := slices.DeleteFunc(d.keys(), func(key string) bool {
		_, err := os.Stat(atHome(key))
		return err != nil
	})
	if len(files)+len(keys) == 0 {
		return ""
	}
	return "secrets and keys here are closed to others"
}
