package commands

import (
	"io"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/escape"
)

// Cmd is one command for one host. It is a value: the methods that change it
// return a changed copy, so that a Cmd may be kept, shared and extended freely.
//
// What to run is held apart from how it is written for a shell: words stay
// plain text until [Cmd.Shell] quotes them. The exported fields say where the
// command's streams go, as those of os/exec.Cmd do; builders leave them empty
// and whoever runs the command fills them in.
//
// The zero Cmd does nothing and succeeds.
type Cmd struct {
	// Stdin is what the command reads; nil is an empty input.
	Stdin io.Reader
	// StdinCanWait says that the command may well end without reading Stdin, so that it
	// should begin before there is room for that.
	StdinCanWait bool
	// Stdout and Stderr receive what it prints; nil discards it.
	Stdout, Stderr io.Writer
	// Dir is the folder it runs in; empty means the login directory of a host,
	// or the current directory of this machine.
	Dir string
	// Env holds further variables, each as NAME=value, on top of the
	// environment that is there. Values are treated as secrets.
	Env []string
	// Purpose is what it is for, as "releasing the deploy lock": people are told that
	// of a command that fails, rather than its line. Commands that are joined are for
	// what the first of them with a purpose is for.
	Purpose string

	expr expr
}

// Command gives the command that runs name with plain arguments. No shell ever
// interprets them.
func Command(name string, args ...string) Cmd {
	return Cmd{}.Arg(name).Arg(args...)
}

// Arg appends plain words to a simple command; on a joined one it panics, for
// there is no one place where the words would belong.
func (c Cmd) Arg(args ...string) Cmd {
	words := make([]Word, len(args))
	for i, a := range args {
		words[i] = Text(a)
	}
	return c.Word(words...)
}

// Word appends words of any kind, like [Cmd.Arg].
func (c Cmd) Word(words ...Word) Cmd {
	if c.expr == nil {
		c.expr = simple{}
	}
	s, ok := c.expr.(simple)
	if !ok {
		panic("commands: words for a joined command: " + c.String())
	}
	c.expr = simple(slices.Concat(s, words))
	return c
}

// For gives c with a Purpose.
func (c Cmd) For(purpose string) Cmd {
	c.Purpose = purpose
	return c
}

// Name is the program that the line is about, with the command that it is given:
// "docker container ls". Of joined commands it is the last that runs while all goes
// well.
func (c Cmd) Name() string {
	var words []string
	for _, w := range chief(c.expr) {
		text := w.plain(sent)
		if len(words) == 3 || !isName(text) {
			break
		}
		words = append(words, text)
	}
	return strings.Join(words, " ")
}

// isName reports whether a word may be the name of a program or a command.
func isName(word string) bool {
	return word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz-") == "" && word[0] != '-'
}

// IsZero reports whether there is nothing to run.
func (c Cmd) IsZero() bool {
	s, ok := c.expr.(simple)
	return c.expr == nil || ok && len(s) == 0
}

// Args gives the words of a command as its program will get them, secrets in clear.
// It is nil where there is no program, or only a shell can run the command, for it is
// joined, redirected, or has a raw word.
func (c Cmd) Args() []string {
	s, ok := c.expr.(simple)
	if !ok || slices.ContainsFunc(s, Word.isRaw) {
		return nil
	}
	args := make([]string, len(s))
	for i, w := range s {
		args[i] = w.plain(sent)
	}
	return args
}

// Shell gives the line for /bin/sh, quoted so that every program on it gets
// exactly the words held here, and with Dir and Env put before it. It holds
// the secrets in clear: send it, never print it.
func (c Cmd) Shell() string {
	var b strings.Builder
	if c.Dir != "" {
		b.WriteString("cd " + escape.Quote(c.Dir) + " && ")
	}
	if len(c.Env) > 0 {
		b.WriteString("export")
		for _, kv := range c.Env {
			name, value, _ := strings.Cut(kv, "=")
			b.WriteString(" " + name + "=" + escape.Quote(value))
		}
		b.WriteString(" && ")
	}
	return b.String() + c.body(b.Len() > 0, sent)
}

// String gives the line that logs, dry runs and golden files show: as Shell,
// but with [REDACTED] in place of each secret, and without Env.
func (c Cmd) String() string {
	if c.Dir == "" {
		return c.body(false, shown)
	}
	return "cd " + escape.Quote(c.Dir) + " && " + c.body(true, shown)
}

func (c Cmd) body(grouped bool, f form) string {
	if grouped && (joined{op: and}).mustGroup(c.expr) {
		return group(c.expr, f)
	}
	return line(c.expr, f)
}
