package cli

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/completion"
	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal/config"
)

// completionPatience is how long a completion may take to ask hosts.
const completionPatience = 3 * time.Second

// projectKnowledge implements [completion.Knowledge]. It reads the names of the project's configuration when they are
// first needed. Nothing of the project runs for that: what only a command would
// tell, and what can't be read, is not completed.
type projectKnowledge struct {
	project *Session
	read    *config.Outline
}

func (k *projectKnowledge) Choose(file, destination string) {
	k.project.options.ConfigFile, k.project.options.Destination = file, destination
}

func (k *projectKnowledge) outline(ctx context.Context) *config.Outline {
	if k.read == nil {
		o := k.project.options
		found, _ := k.project.outline(ctx, o.ConfigFile, o.Destination, true) // what can be read counts
		k.read = &found
	}
	return k.read
}

func (k *projectKnowledge) Aliases(ctx context.Context) config.Pairs { return k.outline(ctx).Aliases }

// Programs implements [completion.Knowledge].
func (k *projectKnowledge) Programs() []string {
	return slices.Sorted(maps.Keys(k.project.programs()))
}

func (k *projectKnowledge) Hosts(ctx context.Context) []string { return k.outline(ctx).Hosts }

func (k *projectKnowledge) Roles(ctx context.Context) []string { return k.outline(ctx).Roles }

func (k *projectKnowledge) Accessories(ctx context.Context) []string {
	return k.outline(ctx).Accessories
}

// Destinations are the middles of names like deploy.staging.yml.
func (k *projectKnowledge) Destinations() []string {
	file := k.project.options.ConfigFile
	if file == "" {
		file = defaults.ConfigFile
	}
	base := k.path(strings.TrimSuffix(file, filepath.Ext(file)))
	found, _ := filepath.Glob(base + ".*.yml") // a bad pattern finds nothing
	var names []string
	for _, name := range found {
		names = append(names, strings.TrimSuffix(strings.TrimPrefix(name, base+"."), ".yml"))
	}
	return names
}

func (k *projectKnowledge) Versions(ctx context.Context, deployed bool) []completion.Candidate {
	if deployed {
		if found := k.deployed(ctx); len(found) > 0 {
			return found
		}
	}
	return k.commits(ctx)
}

// deployed are the versions of which the primary host has containers. A host that
// is reached by way of a command or an ssh_config of the project is not asked.
func (k *projectKnowledge) deployed(ctx context.Context) []completion.Candidate {
	ctx, cancel := context.WithTimeout(ctx, completionPatience)
	defer cancel()
	o := k.project.options
	loading := k.project.loading(o.ConfigFile, o.Destination)
	loading.Still = true
	cfg, err := config.Load(ctx, loading)
	if err != nil || cfg.SSH.ProxyCommand != "" || len(cfg.SSH.ConfigFiles) > 0 {
		return nil
	}
	o.SkipHooks = true
	cfg.Output = config.Output{} // nothing to write down
	k.project.cfg = cfg
	d, err := k.project.deployer(ctx)
	if err != nil {
		return nil
	}
	found, err := d.App().Versions(ctx)
	if err != nil {
		return nil
	}
	var list []completion.Candidate
	for _, v := range found {
		list = append(list, completion.Candidate{Word: string(v.Version), About: v.Created + ", " + screen.VersionState(v)})
	}
	return list
}

// quietGit keeps git from running what a repository's own settings name.
var quietGit = []string{"-c", "core.fsmonitor=false", "-c", "log.showSignature=false"}

// commits are the latest of git.
func (k *projectKnowledge) commits(ctx context.Context) []completion.Candidate {
	c := exec.CommandContext(ctx, "git", slices.Concat(quietGit, []string{"log", "--max-count=20", "--format=%H%x09%s"})...)
	c.Dir, c.Env = k.project.in.dir, k.project.in.environ
	out, err := c.Output()
	if err != nil {
		return nil
	}
	var list []completion.Candidate
	for line := range strings.Lines(string(out)) {
		hash, subject, _ := strings.Cut(strings.TrimSpace(line), "\t")
		list = append(list, completion.Candidate{Word: hash, About: subject})
	}
	return list
}

// Files are the files and folders that begin so, folders with a slash.
func (k *projectKnowledge) Files(beginning string) []string {
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
