package minishell

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Files are what redirections read and write. Paths are absolute.
type Files interface {
	Read(path string) ([]byte, error)
	Write(path string, data []byte, add bool) error
}

// Call is a program that is to be run.
type Call struct {
	// Args are its name and arguments.
	Args           []string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Shell is the shell that runs it: its folder and variables, and the way to
	// run further programs.
	Shell *Shell
}

// Shell runs lines. It belongs to one goroutine.
type Shell struct {
	// Program runs a program and gives its status.
	Program func(ctx context.Context, c Call) int
	Files   Files
	// Dir is the current folder, Vars are the variables.
	Dir  string
	Vars map[string]string

	status int
	ended  bool
}

// Run runs a line with the streams of c, whose Args don't count, and gives the
// status of the last command. A line that can't be read is status 2.
func (s *Shell) Run(ctx context.Context, line string, c Call) int {
	l, err := parse(line)
	if err != nil {
		fmt.Fprintf(c.Stderr, "sh: %v\n", err)
		return 2
	}
	return s.list(ctx, l, c)
}

func (s *Shell) list(ctx context.Context, l *list, c Call) int {
	status := 0
	for i, part := range l.parts {
		if op := l.ops[i]; op == "&&" && status != 0 || op == "||" && status == 0 {
			continue
		}
		if ctx.Err() != nil {
			return 130
		}
		status = s.pipeline(ctx, part, c)
		s.status = status
		if s.ended {
			return status
		}
	}
	return status
}

// exit ends the shell, with the status that is asked for or the last one.
func (s *Shell) exit(args []string) {
	s.ended = true
	if len(args) > 1 {
		s.status, _ = strconv.Atoi(args[1])
	}
}

// pipeline runs the parts one after the other: each has all of its input before
// it begins.
func (s *Shell) pipeline(ctx context.Context, p pipeline, c Call) int {
	if len(p) == 1 {
		return s.command(ctx, p[0], c)
	}
	status := 0
	for i, part := range p {
		var out bytes.Buffer
		stage := c
		if i < len(p)-1 {
			stage.Stdout = &out
		}
		status = s.fork().command(ctx, part, stage)
		c.Stdin = &out
	}
	return status
}

// fork gives a subshell.
func (s *Shell) fork() *Shell {
	c := *s
	c.Vars = maps.Clone(s.Vars)
	return &c
}

func (s *Shell) command(ctx context.Context, cmd command, c Call) int {
	closers, err := s.redirect(ctx, cmd.redirects, &c)
	if err != nil {
		fmt.Fprintf(c.Stderr, "sh: %v\n", err)
		return 1
	}
	status := 0
	switch {
	case cmd.subshell:
		status = s.fork().list(ctx, cmd.inner, c)
	case cmd.inner != nil:
		status = s.list(ctx, cmd.inner, c)
	default:
		c.Args = s.expand(ctx, cmd.words, c)
		status = s.simple(ctx, c)
	}
	for _, end := range slices.Backward(closers) {
		if err := end(); err != nil {
			fmt.Fprintf(c.Stderr, "%s: %v\n", first(c.Args), err)
			status = 1
		}
	}
	return status
}

func first(args []string) string {
	if len(args) == 0 {
		return "sh"
	}
	return args[0]
}

func (s *Shell) redirect(ctx context.Context, all []redirect, c *Call) (closers []func() error, err error) {
	for _, r := range all {
		target := strings.Join(s.expand(ctx, []word{r.path}, *c), " ")
		switch {
		case r.op == ">&":
			if r.fd == 2 && target == "1" {
				c.Stderr = c.Stdout
			} else if r.fd == 1 && target == "2" {
				c.Stdout = c.Stderr
			}
		case r.op == "<" && target == "/dev/null":
			c.Stdin = strings.NewReader("")
		case r.op == "<":
			text, err := s.Files.Read(s.Path(target))
			if err != nil {
				return closers, err
			}
			c.Stdin = bytes.NewReader(text)
		case target == "/dev/null":
			set(c, r.fd, io.Discard)
		default:
			file := s.Path(target)
			if err := s.Files.Write(file, nil, r.op == ">>"); err != nil {
				return closers, err
			}
			var b bytes.Buffer
			set(c, r.fd, &b)
			closers = append(closers, func() error { return s.Files.Write(file, b.Bytes(), r.op == ">>") })
		}
	}
	return closers, nil
}

func set(c *Call, fd int, w io.Writer) {
	if fd == 2 {
		c.Stderr = w
	} else {
		c.Stdout = w
	}
}

// Path gives an absolute path.
func (s *Shell) Path(p string) string {
	if path.IsAbs(p) {
		return path.Clean(p)
	}
	return path.Join(s.Dir, p)
}

// simple runs what a shell does itself, or a program.
func (s *Shell) simple(ctx context.Context, c Call) int {
	c.Shell = s
	if len(c.Args) == 0 {
		return 0
	}
	switch c.Args[0] {
	case "exit":
		s.exit(c.Args)
		return s.status
	case ":", "umask":
		return 0
	case "cd":
		if len(c.Args) > 1 {
			s.Dir = s.Path(c.Args[1])
		}
		return 0
	case "export":
		for _, kv := range c.Args[1:] {
			name, value, _ := strings.Cut(kv, "=")
			s.Vars[name] = value
		}
		return 0
	case "read":
		return s.read(c)
	}
	if name, value, ok := strings.Cut(c.Args[0], "="); ok && isAssignment(name) {
		if len(c.Args) == 1 {
			s.Vars[name] = value
			return 0
		}
		before, was := s.Vars[name]
		s.Vars[name] = value
		defer func() {
			if s.Vars[name] = before; !was {
				delete(s.Vars, name)
			}
		}()
		c.Args = c.Args[1:]
		return s.simple(ctx, c)
	}
	return s.Program(ctx, c)
}

// read puts one line of the input into a variable, as "IFS= read -r NAME" does, and
// takes no more than that line. It fails where the input ends before the line.
func (s *Shell) read(c Call) int {
	if len(c.Args) != 3 || c.Args[1] != "-r" {
		fmt.Fprintln(c.Stderr, "sh: read: only read -r NAME is known")
		return 2
	}
	var line []byte
	defer func() { s.Vars[c.Args[2]] = string(line) }()
	for one := make([]byte, 1); ; line = append(line, one[0]) {
		if _, err := io.ReadFull(c.Stdin, one); err != nil {
			return 1
		}
		if one[0] == '\n' {
			return 0
		}
	}
}

func isAssignment(name string) bool {
	for i := range len(name) {
		if !isName(name[i], i > 0) {
			return false
		}
	}
	return name != ""
}

// expand gives the words that a program gets.
func (s *Shell) expand(ctx context.Context, words []word, c Call) []string {
	var out []string
	for _, w := range words {
		out = append(out, s.fields(ctx, w, c)...)
	}
	return out
}

// fields expands one word; what comes out of an unquoted variable or command is
// split at blanks.
func (s *Shell) fields(ctx context.Context, w word, c Call) []string {
	var done []string
	var now strings.Builder
	something := false
	for i, p := range w {
		text := s.value(ctx, p, c)
		if i == 0 && !p.quoted && p.kind == textPiece && text == "~" && (len(w) == 1 || w[1].text == "/") {
			text = s.Vars["HOME"]
		}
		if p.quoted || p.kind == textPiece {
			something = something || p.quoted || text != ""
			now.WriteString(text)
			continue
		}
		split := strings.Fields(text)
		for j, f := range split {
			if j > 0 {
				done = append(done, now.String())
				now.Reset()
			}
			now.WriteString(f)
			something = true
		}
	}
	if something {
		done = append(done, now.String())
	}
	return done
}

func (s *Shell) value(ctx context.Context, p piece, c Call) string {
	switch p.kind {
	case varPiece:
		v := s.variable(p.text)
		if v == "" && p.other != nil {
			return strings.Join(s.fields(ctx, p.other, c), " ")
		}
		return v
	case commandPiece:
		var out bytes.Buffer
		sub := c
		sub.Stdout, sub.Stdin = &out, strings.NewReader("")
		s.fork().list(ctx, p.list, sub)
		return strings.TrimRight(out.String(), "\n")
	}
	return p.text
}

func (s *Shell) variable(name string) string {
	switch name {
	case "?":
		return strconv.Itoa(s.status)
	case "$", "PPID":
		return "1000"
	case "PWD":
		return s.Dir
	}
	return s.Vars[name]
}

// ErrNotFound is what Files gives for a file that is not there.
var ErrNotFound = errors.New("no such file or directory")
