package cli

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// git asks git about the project; empty where it has no answer.
func (n *newProject) git(args ...string) string {
	out, err := n.gitCommand(args...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

func (n *newProject) gitCommand(args ...string) *exec.Cmd {
	args = append([]string{"-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull}, args...) // nothing of the project is run
	cmd := exec.CommandContext(n.ctx, "git", args...)
	cmd.Dir, cmd.Env = n.dir, n.in.environ
	return cmd
}

const commitLine = "git add -A && git commit -m 'Deploy with kamal'"

// commitAll says what has to be committed before a deploy, which builds what is. In
// a folder that is in no repository it makes one itself, if that is all that is
// missing.
func (n *newProject) commitAll(alone bool) string {
	if _, err := exec.LookPath("git"); err != nil {
		return "install git"
	}
	switch {
	case n.git("rev-parse", "--show-toplevel") == "":
		if alone && !n.holdsKeys() && n.firstCommit() {
			n.Answer("Committed all to a new git repository, for a deploy builds what is committed", map[string]bool{"committed": true})
			return ""
		}
		return "git init && " + commitLine
	case n.git("rev-parse", "--verify", "HEAD") == "", n.git("ls-files", "Dockerfile") == "":
		return commitLine
	}
	return ""
}

// keyFiles are names of what nobody means to commit.
var keyFiles = []string{"*.pem", "*.key", "*.p12", "*.pfx", "*.jks", "id_rsa*", "id_ecdsa*", "id_ed25519*", "credentials*", "secrets*", ".npmrc", ".netrc", ".pypirc"}

// holdsKeys reports whether a file of the project may be a key or a password's: then
// what is committed is left to its owner.
func (n *newProject) holdsKeys() bool {
	found := false
	_ = filepath.WalkDir(n.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		if path == n.path(filepath.FromSlash(secretsFile)) {
			return nil
		}
		found = found || slices.ContainsFunc(keyFiles, func(pattern string) bool {
			match, _ := filepath.Match(pattern, d.Name())
			return match
		})
		if found {
			return filepath.SkipAll
		}
		return nil
	})
	return found
}

// firstCommit makes a repository of everything but env files.
func (n *newProject) firstCommit() bool {
	if envs, _ := filepath.Glob(n.path(".env*")); len(envs) > 0 && n.write(".gitignore", "/.env*\n", 0o644, false) != nil {
		return false // one that is there may let env files pass
	}
	steps := [][]string{{"init", "--quiet"}, {"add", "--all"}, append(n.identity(), "commit", "--quiet", "--no-gpg-sign", "--message", "Begin")}
	for _, step := range steps {
		if n.gitCommand(step...).Run() != nil {
			return false
		}
	}
	return true
}

// identity names a committer where git knows none.
func (n *newProject) identity() []string {
	if n.git("config", "user.email") != "" {
		return nil
	}
	return []string{"-c", "user.name=kamal", "-c", "user.email=kamal@localhost"}
}
