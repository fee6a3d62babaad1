package config

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// ErrNoVersion is wrapped by the error of [Config.Version] when nothing tells
// which version to deploy.
var ErrNoVersion = errors.New("no version")

// askGit asks the git program about a folder. No git, or no work tree, is no error;
// a work tree that git does not read because it is another account's is one, for the
// answer would be wrong: such are the folders of CI's jobs.
func askGit(ctx context.Context, folder string) (Git, error) {
	top, err := git(ctx, folder, "rev-parse", "--show-toplevel")
	if err != nil && strings.Contains(err.Error(), "safe.directory") {
		return Git{}, err
	}
	if err != nil || top == "" {
		return Git{}, nil
	}
	g := Git{Root: filepath.FromSlash(top)}
	if g.Commit, err = git(ctx, folder, "rev-parse", "HEAD"); err != nil {
		g.Commit = ""
		return g, nil
	}
	status, err := git(ctx, folder, "status", "--porcelain")
	if err != nil {
		return g, err
	}
	g.Dirty = status != ""
	return g, nil
}

func git(ctx context.Context, folder string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = folder
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("asking git in %q: %w: %s", folder, err, strings.TrimSpace(stderr.String()))
	}
	return strings.TrimSpace(string(out)), nil
}

// version tells which version a deploy would have.
func (r *reader) version(gitErr error) (Version, error) {
	if r.opts.Version != "" {
		return r.opts.Version, nil
	}
	if v, _ := lookupEnv(r.opts.Environ, "VERSION"); v != "" {
		return Version(v), Version(v).Check()
	}
	g := r.config.git
	switch {
	case gitErr != nil:
		return "", gitErr
	case g.Root == "" && r.opts.WorkDir == "": // as of one made in Go
		return "", fmt.Errorf("%w: neither Options.Version nor VERSION is given, nor a folder in which git would tell", ErrNoVersion)
	case g.Root == "" && !hasGit():
		return "", fmt.Errorf("%w: there is no git program on this machine, and neither --version nor VERSION is given", ErrNoVersion)
	case g.Root == "":
		return "", fmt.Errorf("%w: %q is not in a git repository, and neither --version nor VERSION is given", ErrNoVersion, r.opts.WorkDir)
	case g.Commit == "":
		return "", fmt.Errorf("%w: the git repository %q has no commit, and neither --version nor VERSION is given", ErrNoVersion, g.Root)
	case g.Dirty && r.config.Builder.Context != "":
		return Version(g.Commit + "_uncommitted_" + randomHex(8)), nil
	}
	return Version(g.Commit), nil
}

func hasGit() bool {
	_, err := exec.LookPath("git")
	return err == nil
}

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// lookupEnv finds a variable among NAME=value pairs; the last one counts.
func lookupEnv(environ []string, name string) (string, bool) {
	for i := len(environ) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(environ[i], name+"="); ok {
			return value, true
		}
	}
	return "", false
}
