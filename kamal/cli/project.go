package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
	"github.com/kamal-go/kamal/kamal/secrets"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// project is what one run works with: the options of every command, and the
// configuration and the deployer once a command has asked for them.
type project struct {
	in      invocation
	options *Common
	root    *kong.Node
	// line is what was asked for; without a command when it could not be read.
	cmdline.Line
	screen screen.Screen

	fetcher   secrets.Fetcher
	cfg       *config.Config
	executor  *sshx.Executor
	worker    *kamal.Deployer
	listeners []listener
	// rehearsal is what a dry run works on.
	rehearsal *kamaltest.Recorder
}

func newProject(in invocation, o *Common, root *kong.Node) *project {
	p := &project{in: in, options: o, root: root}
	p.fetcher.Run = secrets.Local{Dir: in.dir, Env: in.environ, Stdin: in.stdin, Stderr: in.stderr}
	p.fetcher.Getenv = in.getenv
	return p
}

// loading are the options for reading a configuration.
func (p *project) loading(file, destination string) config.Options {
	return config.Options{
		File: file, Destination: destination, Version: p.options.version(),
		Environ: p.in.environ, WorkDir: p.in.dir,
		Command: p.fetcher.Inline, ReservedNames: p.commandNames(),
		Stdin: p.in.stdin, Stderr: p.in.stderr, Warn: p.warn,
	}
}

// warn shows a warning about the configuration or its secrets.
func (p *project) warn(w config.Warning) {
	p.screen.Event(kamal.Warning{Text: place(w) + w.Message})
}

// commandNames are those of the commands, which no alias may have.
func (p *project) commandNames() []string {
	names := []string{"help"}
	for _, c := range p.root.Children {
		names = append(names, c.Name)
	}
	return names
}

// reader reads command lines by the grammar, with aliases and programs.
func (p *project) reader(ctx context.Context) cmdline.Reader {
	return cmdline.Reader{Root: p.root, Aliases: p.aliases(ctx), Programs: p.programs}
}

// outline reads the names that a configuration has, and runs nothing.
func (p *project) outline(ctx context.Context, file, destination string) (config.Outline, error) {
	return config.ReadOutline(ctx, p.loading(file, destination))
}

// aliases reads the aliases of a configuration: as they stand in clear, or made
// by the commands of its templates.
func (p *project) aliases(ctx context.Context) cmdline.AliasReader {
	return func(file, destination string, made bool) (config.Pairs, error) {
		if made {
			aliases, err := config.LoadAliases(ctx, p.loading(file, destination))
			if err != nil {
				err = &configError{err: err}
			}
			return aliases, err
		}
		outline, err := p.outline(ctx, file, destination)
		return outline.Aliases, err
	}
}

// load reads the configuration, once.
func (p *project) load(ctx context.Context) (*config.Config, error) {
	if p.cfg != nil {
		return p.cfg, nil
	}
	cfg, err := config.Load(ctx, p.loading(p.options.ConfigFile, p.options.Destination))
	if ended := ctx.Err(); ended != nil {
		return nil, ended
	}
	if err != nil {
		return nil, &configError{err, p.missingFileHint(err)}
	}
	for _, w := range cfg.Warnings {
		p.warn(w)
	}
	p.cfg = cfg
	return cfg, nil
}

// missingFileHint says what to do when a file of the configuration is not there.
func (p *project) missingFileHint(err error) string {
	switch {
	case !errors.Is(err, fs.ErrNotExist):
		return ""
	case cmdline.IsExec(p.Command) && p.options.ConfigFile != "":
		return "-c names the configuration; " + cmdline.OwnWords
	case p.options.ConfigFile != "" || p.options.Destination != "":
		return ""
	}
	return "kamal init creates a configuration; -c names another file, -d a second one beside it"
}

// place says where a warning belongs, with a colon.
func place(w config.Warning) string {
	switch {
	case w.File == "":
		return ""
	case w.Line == 0:
		return w.File + ": "
	case w.Column == 0:
		return fmt.Sprintf("%s:%d: ", w.File, w.Line)
	}
	return fmt.Sprintf("%s:%d:%d: ", w.File, w.Line, w.Column)
}

// deployer makes the deployer for the configuration and the options given.
func (p *project) deployer(ctx context.Context) (*kamal.Deployer, error) {
	cfg, err := p.load(ctx)
	if err != nil {
		return nil, err
	}
	specifics, err := kamal.NewSpecifics(cfg, p.selection())
	if err != nil {
		return nil, err
	}
	if err := p.refuseNowhere(cfg, specifics); err != nil {
		return nil, err
	}
	reach, err := p.sshOptions(ctx, cfg)
	if err != nil {
		return nil, err
	}
	p.executor = sshx.New(reach)
	options := []kamal.Option{
		kamal.WithSpecifics(specifics), kamal.WithEvents(p.event),
		kamal.WithLockWait(p.lockWait()), kamal.WithCommand(p.firstWord()),
	}
	if p.options.SkipHooks {
		options = append(options, kamal.WithoutHooks())
	}
	if p.options.DryRun {
		p.worker, err = p.rehearse(ctx, cfg, p.executor, options)
		return p.worker, err
	}
	p.worker = kamal.New(cfg, p.executor, options...)
	p.listen(ctx, p.worker)
	return p.worker, nil
}

// mask keeps secrets out of a text, as far as they are known.
func (p *project) mask(text string) string {
	if p.worker == nil {
		return text
	}
	return p.worker.Mask(text)
}

func (p *project) selection() kamal.Selection {
	return kamal.Selection{
		Hosts: commaList(p.options.Hosts), Roles: commaList(p.options.Roles), Primary: p.options.Primary,
	}
}

func commaList(s string) []string {
	var list []string
	for item := range strings.SplitSeq(s, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

func (p *project) lockWait() kamal.LockWait {
	return kamal.LockWait{
		Wait:     p.options.LockWait,
		Timeout:  time.Duration(p.options.LockWaitTimeout) * time.Second,
		Interval: time.Duration(p.options.LockWaitInterval) * time.Second,
	}
}

// event hands an event to the screen and to all that listen besides.
func (p *project) event(e kamal.Event) {
	p.in.ending.note(e)
	p.screen.Event(e)
	for _, l := range p.listeners {
		l.handle(e)
	}
}

// commandPath is the command's name in full, without kamal.
func (p *project) commandPath() string { return cmdline.Path(p.Command) }

// given reports whether an option was.
func (p *project) given(name string) bool {
	_, ok := p.Given(name)
	return ok
}

// firstWord is the first word of the command's name.
func (p *project) firstWord() string {
	first, _, _ := strings.Cut(p.commandPath(), " ")
	return first
}

// jsonOutput is what --output may be set to.
const jsonOutput = "json"

// wantsJSON reports whether --output asks for JSON. Any other value is an error,
// but for builds, which take it for the type of their export.
func (p *project) wantsJSON() bool { return p.options.Output == jsonOutput }

// exportType is what --output means to a build.
func (c *Common) exportType() string {
	if c.Output == jsonOutput {
		return ""
	}
	return c.Output
}

// checkOutput refuses formats that there are not.
func (p *project) checkOutput() error {
	builds := p.Command.Tag != nil && p.Command.Tag.Has("output")
	if builds || slices.Contains([]string{"", jsonOutput}, p.options.Output) {
		return nil
	}
	return &cmdline.UsageError{Command: p.Command, Msg: fmt.Sprintf("unknown output %q, there is %s", p.options.Output, jsonOutput)}
}

// finish ends the run and tells the error.
func (p *project) finish(ctx context.Context, err error) int {
	err = interruption(ctx, err)
	p.close(err)
	p.tellPlan()
	code := exitCode(err)
	if isA[*statusError](err) {
		err = nil // the program has said what there was to say
	}
	p.screen.Finish(err, code)
	return code
}

// close closes connections and log files.
func (p *project) close(err error) {
	if p.executor != nil {
		_ = p.executor.Close() // it never fails
	}
	for _, l := range p.listeners {
		if err := l.close(err); err != nil {
			p.screen.Event(kamal.Warning{Text: err.Error()})
		}
	}
	p.executor, p.listeners = nil, nil
}

// configError is a configuration that can't be used.
type configError struct {
	err error
	// hint says what to do about it, or is empty.
	hint string
}

func (e *configError) Error() string { return e.err.Error() }
func (e *configError) Unwrap() error { return e.err }

// Hint says what to do about it, or nothing.
func (e *configError) Hint() string { return cmp.Or(e.hint, screen.Hint(e.err)) }
