package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/internal/timeline"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/project"
	"github.com/kamal-go/kamal/kamal/secrets"
)

// Session is one run of the command line: what was asked for, and what it is
// carried out with. A command of a [Program] may ask for it in its Run; there are no
// others.
type Session struct {
	program Program
	in      invocation
	options *Common
	root    *kong.Node
	// line is what was asked for; without a command when it could not be read.
	line   cmdline.Line
	screen screen.Screen
	// typed is what answers are read with, once somebody was asked.
	typed *bufio.Scanner
	// deployed is what was deployed, if anything was.
	deployed *kamal.Deployed

	fetcher  *secrets.Fetcher
	cfg      *config.Config
	project  *project.Project
	timeline *timeline.Timeline // nil: none is wanted
}

func newSession(program Program, in invocation, o *Common, root *kong.Node) *Session {
	return &Session{
		program: program, in: in, options: o, root: root,
		fetcher: &secrets.Fetcher{Dir: in.dir, Environ: in.environ, Stdin: in.stdin, Stderr: in.stderr},
	}
}

// warn shows a warning about the configuration or its secrets.
func (p *Session) warn(w config.Warning) {
	p.screen.Event(kamal.Warning{Text: w.String()})
}

// commandNames are those of the commands, which no alias may have.
func (p *Session) commandNames() []string {
	names := []string{"help"}
	for _, c := range p.root.Children {
		names = append(names, c.Name)
	}
	return names
}

// reader reads command lines by the grammar, with aliases and programs.
func (p *Session) reader(ctx context.Context) cmdline.Reader {
	return cmdline.Reader{Root: p.root, Aliases: p.aliases(ctx), Programs: p.programs}
}

// outline reads the names that a configuration has, and if it is to be still, runs nothing.
func (p *Session) outline(ctx context.Context, file, destination string, still bool) (config.Outline, error) {
	o := p.loading(file, destination)
	o.Still = still
	return config.ReadOutline(ctx, o)
}

// aliases reads the aliases of a configuration: as they stand in clear, or made
// by the commands of its templates.
func (p *Session) aliases(ctx context.Context) cmdline.AliasReader {
	return func(file, destination string, made bool) (config.Pairs, error) {
		outline, err := p.outline(ctx, file, destination, !made)
		if made && err != nil {
			err = &configError{err: err}
		}
		return outline.Aliases, err
	}
}

// mask keeps secrets out of a text, as far as they are known.
func (p *Session) mask(text string) string {
	if p.project == nil {
		return text
	}
	return p.project.Mask(text)
}

// Event shows what happens, as events of the deployer are shown: a [kamal.Note] is
// a line for people, and an event of its own for programs. Nil is none.
func (p *Session) Event(e kamal.Event) {
	p.needsCommand()
	if e == nil {
		return
	}
	p.in.ending.note(e)
	if d, ok := e.(kamal.Deployed); ok {
		p.deployed = &d
	}
	p.screen.Event(e)
}

// Answer shows a result on standard output: the text to people, and with --output
// json the data as well, which may be nil.
func (p *Session) Answer(text string, data any) {
	p.needsCommand()
	p.screen.Answer(screen.Answer{Of: p.commandPath(), Text: p.mask(text), Data: data})
}

// errNoCommand is a Session that was made as a literal.
var errNoCommand = errors.New("cli: this Session is no command's: it has nobody to ask or to tell")

func (p *Session) needsCommand() {
	if p == nil || p.options == nil {
		panic(errNoCommand)
	}
}

// commandPath is the command's name in full, without kamal.
func (p *Session) commandPath() string { return cmdline.Path(p.line.Command) }

// given reports whether an option was.
func (p *Session) given(name string) bool {
	_, ok := p.line.Given(name)
	return ok
}

// firstWord is the first word of the command's name.
func (p *Session) firstWord() string {
	first, _, _ := strings.Cut(p.commandPath(), " ")
	return first
}

// jsonOutput is what --output may be set to.
const jsonOutput = "json"

// wantsJSON reports whether --output asks for JSON. Any other value is an error,
// but for builds, which take it for the type of their export.
func (p *Session) wantsJSON() bool { return p.options.Output == jsonOutput }

// exportType is what --output means to a build.
func (c *Common) exportType() string {
	if c.Output == jsonOutput {
		return ""
	}
	return c.Output
}

// checkOutput refuses formats that there are not.
func (p *Session) checkOutput() error {
	builds := p.line.Command.Tag != nil && p.line.Command.Tag.Has("output")
	if builds || slices.Contains([]string{"", jsonOutput}, p.options.Output) {
		return nil
	}
	return &cmdline.UsageError{Command: p.line.Command, Msg: fmt.Sprintf("unknown output %q, there is %s", p.options.Output, jsonOutput)}
}

// finish ends the run and tells the error.
func (p *Session) finish(ctx context.Context, err error) int {
	err = interruption(ctx, err)
	p.close(err)
	changes := p.tellPlan(ctx, err != nil)
	code := exitCode(err)
	if code == codeDone {
		code = changes
	}
	err = p.advised(err)
	if isA[*statusError](err) {
		err = nil // the program has said what there was to say
	}
	p.screen.Finish(err, code)
	return code
}

// close closes the project and the timeline: both say how the run ended.
func (p *Session) close(result error) {
	var errs []error
	if p.project != nil {
		errs = append(errs, p.project.End(result))
	}
	if p.timeline != nil {
		errs = append(errs, p.timeline.Close(result))
	}
	for _, err := range errs {
		if err != nil {
			p.screen.Event(kamal.Warning{Text: err.Error()})
		}
	}
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
func (e *configError) Hint() string { return e.hint }
