package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/config"
)

// completionPatience is how long a completion may take to ask hosts.
const completionPatience = 3 * time.Second

// projectKnowledge reads the project's configuration when it is first needed.
// What can't be read is not completed.
type projectKnowledge struct {
	project *project
	loaded  *config.Config
}

func (k *projectKnowledge) choose(file, destination string) {
	k.project.options.ConfigFile, k.project.options.Destination = file, destination
}

func (k *projectKnowledge) config(ctx context.Context) *config.Config {
	if k.loaded == nil {
		k.loaded = &config.Config{}
		if cfg, err := k.project.load(ctx); err == nil {
			k.loaded = cfg
		}
	}
	return k.loaded
}

func (k *projectKnowledge) aliases(ctx context.Context) config.Pairs {
	o := k.project.options
	found, err := k.project.aliases(ctx, o.ConfigFile, o.Destination)
	if err != nil {
		return nil
	}
	return found
}

func (k *projectKnowledge) hosts(ctx context.Context) []string {
	var names []string
	for _, h := range k.config(ctx).Hosts() {
		names = append(names, h.String())
	}
	return names
}

func (k *projectKnowledge) roles(ctx context.Context) []string {
	var names []string
	for _, r := range k.config(ctx).Roles {
		names = append(names, r.Name)
	}
	return names
}

func (k *projectKnowledge) accessories(ctx context.Context) []string {
	var names []string
	for _, a := range k.config(ctx).Accessories {
		names = append(names, a.Name)
	}
	return names
}

// destinations are the middles of names like deploy.staging.yml.
func (k *projectKnowledge) destinations() []string {
	file := k.project.options.ConfigFile
	if file == "" {
		file = config.DefaultFile
	}
	base := k.path(strings.TrimSuffix(file, filepath.Ext(file)))
	found, _ := filepath.Glob(base + ".*.yml") // a bad pattern finds nothing
	var names []string
	for _, name := range found {
		names = append(names, strings.TrimSuffix(strings.TrimPrefix(name, base+"."), ".yml"))
	}
	return names
}

func (k *projectKnowledge) versions(ctx context.Context, deployed bool) []candidate {
	if deployed {
		if found := k.deployed(ctx); len(found) > 0 {
			return found
		}
	}
	return k.commits(ctx)
}

// deployed are the versions of which the primary host has containers.
func (k *projectKnowledge) deployed(ctx context.Context) []candidate {
	ctx, cancel := context.WithTimeout(ctx, completionPatience)
	defer cancel()
	k.project.options.SkipHooks = true
	k.config(ctx).Output = config.Output{} // nothing to write down
	d, err := k.project.deployer(ctx)
	if err != nil {
		return nil
	}
	found, err := d.AppVersions(ctx)
	if err != nil {
		return nil
	}
	var list []candidate
	for _, v := range found {
		list = append(list, candidate{v.Version.String(), v.Created + ", " + versionState(v)})
	}
	return list
}

// commits are the latest of git.
func (k *projectKnowledge) commits(ctx context.Context) []candidate {
	c := exec.CommandContext(ctx, "git", "log", "--max-count=20", "--format=%H%x09%s")
	c.Dir, c.Env = k.project.in.dir, k.project.in.environ
	out, err := c.Output()
	if err != nil {
		return nil
	}
	var list []candidate
	for line := range strings.Lines(string(out)) {
		hash, subject, _ := strings.Cut(strings.TrimSpace(line), "\t")
		list = append(list, candidate{hash, subject})
	}
	return list
}

// files are the files and folders that begin so, folders with a slash.
func (k *projectKnowledge) files(beginning string) []string {
	found, _ := filepath.Glob(k.path(beginning) + "*") // a bad pattern finds nothing
	var names []string
	for _, name := range found {
		written := beginning + strings.TrimPrefix(name, k.path(beginning))
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			written += "/"
		}
		names = append(names, written)
	}
	return names
}

func (k *projectKnowledge) path(name string) string {
	if k.project.in.dir == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(k.project.in.dir, name)
}
