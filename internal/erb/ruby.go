package erb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// errNoRuby says that there is no ruby to ask.
var errNoRuby = errors.New("ruby, which would render all, is not installed")

// maxRubyOutput is how much Ruby may write: a template's text and the environment.
const maxRubyOutput = maxText + 16<<20

// rubyScript renders standard input. It writes the size of the text, the text, and then the environment with zero
// bytes between its variables. What the template itself prints goes to standard error.
const rubyScript = `
require "erb"
begin
  require "active_support"
  require "active_support/core_ext"
rescue LoadError
end
answer = $stdout.dup
$stdout.reopen($stderr)
source = $stdin.binmode.read.force_encoding("UTF-8")
text = ERB.new(source, trim_mode: "-").result
answer.binmode
answer.write(text.bytesize.to_s, "\n", text, ENV.map { |name, value| name + "=" + value }.join("\0"))
answer.close
`

// renderWithRuby renders with the ruby of this machine what the evaluator does not understand.
func renderWithRuby(ctx context.Context, src *source, opts *Options, env *Env, reason *UnsupportedError) (*Result, error) {
	if opts.NoRuby {
		return nil, reason
	}
	name := opts.Ruby
	if name == "" {
		name = findRuby(env)
	}
	if name == "" {
		reason.Ruby = errNoRuby
		return nil, reason
	}
	out, err := runRuby(ctx, name, src, opts, env)
	if err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("rendering %q: %w", src.file, ctx.Err())
		}
		reason.Ruby = fmt.Errorf("rendering with %q: %w", name, err)
		return nil, reason
	}
	text, vars, err := rubyAnswer(out)
	if err != nil {
		reason.Ruby = fmt.Errorf("rendering with %q: %w", name, err)
		return nil, reason
	}
	*env = *NewEnv(vars)
	return &Result{Text: text, Ruby: reason}, nil
}

// findRuby looks for ruby on the PATH of an environment.
func findRuby(env *Env) string {
	path, _ := env.Lookup("PATH")
	base := "ruby"
	if runtime.GOOS == "windows" {
		base = "ruby.exe"
	}
	for _, dir := range filepath.SplitList(path) {
		if !filepath.IsAbs(dir) {
			continue
		}
		if name, err := exec.LookPath(filepath.Join(dir, base)); err == nil {
			return name
		}
	}
	return ""
}

func runRuby(ctx context.Context, name string, src *source, opts *Options, env *Env) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, "-e", rubyScript)
	out, problems := &limitedTo{limit: maxRubyOutput, full: cancel}, &head{}
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout = opts.Dir, env.Environ(), strings.NewReader(src.forRuby()), out
	cmd.Stderr = problems
	if opts.Log != nil {
		problems.next = opts.Log
	}
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		if message := problems.firstLine(); message != "" {
			return nil, fmt.Errorf("%w: %s", err, message)
		}
		return nil, err
	}
	return out.buffer.Bytes(), nil
}

// forRuby is the template with the tags in YAML comments made harmless: Ruby would give up for an error in one.
func (s *source) forRuby() string {
	var b strings.Builder
	last := 0
	for _, seg := range s.segments {
		if seg.kind != tagOutput || !seg.comment {
			continue
		}
		b.WriteString(s.text[last:seg.open])
		last = seg.end
		l := &lexer{src: seg.text, vars: map[string]bool{}}
		list, problem := try(func() []token { return l.run(false) })
		if problem == nil {
			_, problem = try((&parser{tokens: list, names: newNames(nil)}).program)
		}
		if problem == nil && !strings.Contains(seg.text, "#") {
			code := strings.ReplaceAll(seg.text, "%>", "%%>")
			b.WriteString("<%= begin; " + code + "; rescue StandardError, ScriptError; end %>")
		}
	}
	b.WriteString(s.text[last:])
	return b.String()
}

// rubyAnswer reads what the script wrote.
func rubyAnswer(out []byte) (text []byte, vars []string, err error) {
	head, rest, _ := bytes.Cut(out, []byte("\n"))
	size, err := strconv.Atoi(string(head))
	if err != nil || size < 0 || size > len(rest) {
		return nil, nil, errors.New("its answer is not understood")
	}
	return rest[:size], strings.Split(string(rest[size:]), "\x00"), nil
}
