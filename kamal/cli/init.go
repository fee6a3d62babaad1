package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/internal/starter"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

type initCmd struct {
	Host     string `name:"host" placeholder:"HOST,..." help:"The servers, as [USER@]HOST."`
	Domain   string `name:"domain" placeholder:"NAME" help:"What the app is reached under."`
	Registry string `name:"registry" placeholder:"REGISTRY" help:"Where images go: [USER@]SERVER[/NAME] [none]."`
	Bundle   bool   `name:"bundle" help:"For old habits: there is nothing to bundle."`
}

// schemaAddress is where editors find which keys there are.
const schemaAddress = "https://raw.githubusercontent.com/kamal-go/kamal/main/docs/schema.json"

// The places of what init creates.
const (
	secretsFile = ".kamal/secrets"
	hooksFolder = ".kamal/hooks"
)

// Run looks around, asks what can't be found out where there is a terminal, and
// creates what is missing in the working directory.
func (c *initCmd) Run(ctx context.Context, p *Session, s screen.Screen) error {
	n := &newProject{Session: p, ctx: ctx, dir: p.in.dir, asked: *c}
	if n.dir == "" {
		var err error
		if n.dir, err = os.Getwd(); err != nil {
			return err
		}
	}
	if err := n.begin(); err != nil {
		return err
	}
	if c.Bundle {
		p.Answer("There is nothing to bundle: kamal is one program", map[string]bool{"bundled": false})
	}
	return nil
}

// newProject is a project that is being begun.
type newProject struct {
	*Session
	ctx   context.Context
	dir   string
	asked initCmd

	found   starter.Project
	answers starter.Answers
	// replaces says that the configuration that is there may go.
	replaces bool
	// madeUp says that server and domain are only examples.
	madeUp bool
	// created are the files that were, shown what is said of them.
	created, shown []string
}

func (n *newProject) begin() error {
	keep, err := n.keepsConfiguration()
	if err != nil {
		return err
	}
	if n.found, err = starter.Look(n.dir, n.git("remote", "get-url", "origin")); err != nil {
		return &configError{err: err}
	}
	if keep {
		n.Answer("There is a "+defaults.ConfigFile+" already", map[string]string{"kept": defaults.ConfigFile})
		n.found.Secrets = nil // it says itself what it needs
	} else if err := n.makeConfiguration(); err != nil {
		return err
	}
	if err := n.createSecrets(); err != nil {
		return err
	}
	if err := n.createHooks(); err != nil {
		return err
	}
	if len(n.created) > 0 {
		n.Answer("Created "+enumerated(n.shown), map[string]any{"created": n.created})
	}
	if !keep {
		next := n.next()
		n.Answer("Next: "+next, map[string]any{"next": next})
	}
	return nil
}

// keepsConfiguration reports whether there is one that stays: whoever sits at a
// terminal may want another.
func (n *newProject) keepsConfiguration() (bool, error) {
	if _, err := os.Lstat(n.path(defaults.ConfigFile)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		return false, err
	}
	if !screen.IsTerminal(n.in.stdin) {
		return true, nil
	}
	err := n.paused(func() (err error) {
		n.replaces, err = n.ask(n.ctx, "There is a "+defaults.ConfigFile+" already. Write it anew?")
		return err
	})
	return !n.replaces, err
}

// makeConfiguration writes the file, once it passes all checks.
func (n *newProject) makeConfiguration() error {
	n.tellFound()
	if err := n.answer(); err != nil {
		return err
	}
	text, err := n.checked()
	if err != nil {
		return err
	}
	if err := n.write(defaults.ConfigFile, text, 0o644, n.replaces); err != nil {
		return err
	}
	n.shown = append(n.shown, defaults.ConfigFile)
	return nil
}

// checked gives the text of the configuration, which passes all checks.
func (n *newProject) checked() (string, error) {
	text, err := n.found.Deploy(n.answers, schemaAddress)
	if err != nil {
		return "", err
	}
	if _, err := n.parse(text); err != nil {
		return "", &configError{err: fmt.Errorf("what was found makes no configuration: %w", err)}
	}
	return text, nil
}

// parse reads the text of a configuration as a deploy would.
func (n *newProject) parse(text string) (*config.Config, error) {
	return config.Parse(n.ctx, text, config.Options{
		Version: "new", WorkDir: n.dir, Environ: n.in.environ, NoRuby: true, ReservedNames: n.commandNames(),
	})
}

// tellFound says what was found, and what of it has no place.
func (n *newProject) tellFound() {
	f := n.found
	app := f.Name
	if f.Framework != "" {
		app += ", " + f.Framework
	}
	if f.Port != 0 {
		app += fmt.Sprintf(", on port %d (%s)", f.Port, f.PortFrom)
	}
	n.Answer(fmt.Sprintf("Found %s; it is up when %s answers 200", app, f.Health),
		map[string]any{"service": f.Name, "framework": f.Framework, "port": f.Port, "health": f.Health})
	if len(f.Accessories) > 0 {
		var names []string
		for _, a := range f.Accessories {
			names = append(names, a.Name)
		}
		n.Answer(fmt.Sprintf("Accessories, from %s: %s", f.Compose, strings.Join(names, ", ")),
			map[string]any{"compose": f.Compose, "accessories": names})
	}
	for _, left := range f.Left {
		n.Event(kamal.Note{Text: "Left out: " + left})
	}
}

func (n *newProject) createSecrets() error {
	explained, err := templates.ReadFile("templates/secrets")
	if err != nil {
		return err
	}
	err = n.write(secretsFile, n.found.SecretsFile(n.answers, string(explained)), 0o600, false)
	if errors.Is(err, fs.ErrExist) {
		if names := n.found.Wanted(n.answers); len(names) > 0 {
			n.Event(kamal.Warning{Text: "say in " + secretsFile + ", which was there, where these come from: " + strings.Join(names, ", ")})
		}
		return nil
	}
	n.shown = append(n.shown, secretsFile)
	return err
}

// next is what to type next, or to do before.
func (n *newProject) next() string {
	var before []string
	if !n.found.Dockerfile {
		before = append(before, "write a Dockerfile")
	}
	if n.madeUp {
		before = append(before, "put your server and domain into "+defaults.ConfigFile)
	}
	var unset []string
	for _, name := range n.found.Wanted(n.answers) {
		if n.in.getenv(name) == "" {
			unset = append(unset, name)
		}
	}
	if len(unset) > 0 {
		before = append(before, "set "+strings.Join(unset, ", ")+", or say in "+secretsFile+" where they come from")
	}
	if commit := n.commitAll(len(before) == 0); commit != "" {
		before = append(before, commit)
	}
	return strings.Join(append(before, "kamal setup"), "; then ")
}

func enumerated(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// write writes a file whole, with its folder. One that is there is an error, unless
// it may be replaced.
func (n *newProject) write(file, text string, mode fs.FileMode, replace bool) error {
	path := n.path(file)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	place := path
	if replace {
		place += ".new"
	}
	f, err := os.OpenFile(place, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err == nil && replace {
		err = os.Rename(place, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing %q: %w", file, err), os.Remove(place))
	}
	n.created = append(n.created, file)
	return nil
}

func (n *newProject) path(file string) string { return filepath.Join(n.dir, filepath.FromSlash(file)) }
