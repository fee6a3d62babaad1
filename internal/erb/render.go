package erb

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
)

// Options says how to render a template. The zero value renders with an empty environment, in the working
// folder of the process, running commands with the shell, and with Ruby's help when Ruby is installed.
type Options struct {
	// File names the template in messages.
	File string
	// Dir is the project's folder: relative file names start there, commands run there, and Dir.pwd is it. Empty
	// means the working folder of the process.
	Dir string
	// Env is ENV as the template sees it, and the environment of commands. What the template sets is found there
	// afterwards, unless Render returns an error. Nil means an empty environment.
	Env *Env
	// Run runs a line of shell and returns what it wrote to its standard output. An error with a method
	// ExitCode() int that returns something positive says that the command failed: as in Ruby, rendering goes on
	// with its output then. Any other error ends rendering. Nil means /bin/sh, or cmd on Windows.
	Run func(ctx context.Context, dir, line string, env []string) ([]byte, error)
	// Secrets gives the secrets of a destination, empty for none, below a path such as ".kamal/secrets". It is called
	// when a template asks for Kamal::Secrets, and not before. Nil means that it is not supported.
	Secrets func(destination, path string) Secrets
	// KamalVersion is what Kamal::VERSION gives; empty means that it is not supported.
	KamalVersion string
	// Log gets what the template prints with puts and the like, and the standard error of commands. Nil means
	// that they go nowhere.
	Log io.Writer
	// Ruby is the ruby to ask when a template is not understood. Empty means the one on the PATH of Env.
	Ruby string
	// NoRuby switches Ruby off.
	NoRuby bool
}

// A Result is a rendered template and what its user may want to know.
type Result struct {
	Text []byte
	// Lines holds for each line of Text the line of the template that put it there. It is nil when Ruby rendered.
	Lines []int
	// Unset lists the environment variables that were printed though they are not set, in order of printing. It
	// is empty when Ruby rendered the template.
	Unset []Unset
	// Failed lists the commands whose output was used though they failed. It is empty when Ruby rendered.
	Failed []FailedCommand
	// Skipped are the errors in YAML comments, which put nothing: *UnsupportedError and *RaiseError.
	Skipped []error
	// Ruby says that Ruby rendered the template, for the reason given; nil when this package did.
	Ruby *UnsupportedError
}

// Unset is an environment variable that is not set, and the place that reads it.
type Unset struct {
	Name string
	At   Position
}

// FailedCommand is a command that ended with an error, and its place.
type FailedCommand struct {
	Command string
	At      Position
	Err     error
}

// Render renders a template. Errors are a [*UnsupportedError], a [*RaiseError], an error that wraps [ErrLimit],
// or one that wraps the context's. The text that was rendered before an error is lost.
func Render(ctx context.Context, text []byte, opts Options) (*Result, error) {
	if opts.Env == nil {
		opts.Env = &Env{}
	}
	src := &source{file: opts.File, text: string(text)}
	env := opts.Env.clone()
	result, err := render(ctx, src, &opts, env)
	var unsupported *UnsupportedError
	if errors.As(err, &unsupported) && ctx.Err() == nil {
		env = opts.Env.clone()
		result, err = renderWithRuby(ctx, src, &opts, env, unsupported)
	}
	if err != nil {
		return nil, err
	}
	*opts.Env = *env
	return result, nil
}

// render renders with the evaluator of this package.
func render(ctx context.Context, src *source, opts *Options, env *Env) (result *Result, err error) {
	if err := ctx.Err(); err != nil {
		return nil, src.failure(&stopped{err})
	}
	defer func() {
		if r := recover(); r != nil {
			result, err = nil, src.failure(r)
			if err == nil {
				panic(r)
			}
		}
	}()
	program := parse(src)
	e := &evaluator{
		ctx: ctx, opts: opts, src: src, env: env, result: &Result{},
		classes: newClasses(), defined: map[string]*defNode{},
	}
	program.eval(&frame{e: e, vars: map[string]value{}})
	e.result.Text = []byte(e.out.String())
	e.result.Lines = e.lines.lines
	return e.result, nil
}

// parse takes a template apart and parses it.
func parse(src *source) node {
	segments, unclosed := scan(src.text)
	if unclosed >= 0 {
		panic(&syntaxError{unclosed, "this tag never ends", "close it with %>"})
	}
	src.segments = segments
	p := &parser{end: len(src.text), names: newNames(nil)}
	vars := map[string]bool{}
	for _, seg := range segments {
		p.tokens = append(p.tokens, tokens(seg, vars)...)
	}
	return p.program()
}

// tokens returns the tokens of a segment; none for code in a YAML comment that can't be understood.
func tokens(seg segment, vars map[string]bool) []token {
	if seg.kind == tagText {
		return []token{{kind: tText, text: seg.text, at: seg.at}}
	}
	l := &lexer{src: seg.text, base: seg.at, vars: vars}
	if !seg.comment {
		return seg.wrap(l.run(false))
	}
	list, problem := try(func() []token { return l.run(false) })
	if problem == nil && seg.kind == tagCode {
		problem = fragment(list, vars)
	}
	if problem != nil {
		list = []token{{kind: tProblem, problem: problem, at: seg.at, note: true}}
		return append(list, token{kind: tNewline, at: seg.end - 1})
	}
	return seg.wrap(list)
}

// wrap completes the tokens of a tag: as one token of output, or as lines of code.
func (seg *segment) wrap(list []token) []token {
	if seg.kind == tagOutput {
		return []token{{kind: tOutput, inner: list, at: seg.at, note: seg.comment}}
	}
	for i := range list {
		list[i].note = seg.comment
	}
	return append(list, token{kind: tNewline, at: seg.end - 1, note: seg.comment})
}

// fragment returns why code in a YAML comment can't be understood. Code that opens or closes a block is left to
// the parser, since the rest of the block is in other tags.
func fragment(list []token, vars map[string]bool) *syntaxError {
	isOther := func(t token) bool { return t.is(tKeyword, otherKeywords...) }
	opens := func(t token) bool { return t.is(tKeyword, blockWords...) || t.is(tOperator, "{", "}") }
	if slices.ContainsFunc(list, opens) && !slices.ContainsFunc(list, isOther) {
		return nil
	}
	names := newNames(nil)
	names.set = maps.Clone(vars)
	_, problem := try((&parser{tokens: slices.Clone(list), names: names}).program)
	return problem
}
