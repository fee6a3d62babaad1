package erb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/bounded"
)

// ErrNoRuby is what [UnsupportedError] wraps where there is no ruby to ask.
var ErrNoRuby = errors.New("ruby, which would render all, is not installed")

// maxRubyOutput is how much Ruby may write: a template's text and the environment.
const maxRubyOutput = maxText + 16<<20

// rubyScript renders standard input. It writes the size of the text, the text, and then the environment with zero
// bytes between its variables; or the mark of a failure and what Ruby says about the template. What the template
// itself prints goes to standard error.
const rubyScript = `
require "erb"
begin
  require "active_support"
  require "active_support/core_ext"
rescue LoadError
end
answer = $stdout.dup
answer.binmode
$stdout.reopen($stderr)
source = $stdin.binmode.read.force_encoding("UTF-8")
begin
  text = ERB.new(source, trim_mode: "-").result
rescue SignalException
  raise
rescue Exception => error
  answer.write("` + rubyFailure + `", error.message)
  answer.close
  exit!(0)
end
answer.write(text.bytesize.to_s, "\n", text, ENV.map { |name, value| name + "=" + value }.join("\0"))
answer.close
`

// rubyFailure begins the answer of a template that Ruby refuses.
const rubyFailure = "failed:"

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
		reason.Ruby = ErrNoRuby
		return nil, reason
	}
	out, err := runRuby(ctx, name, src, opts, env)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("rendering %q: %w", src.file, context.Cause(ctx))
	}
	if err != nil {
		reason.Ruby = fmt.Errorf("rendering with %q: %w", name, err)
		return nil, reason
	}
	if words, failed := bytes.CutPrefix(out, []byte(rubyFailure)); failed {
		reason.Ruby = fmt.Errorf("ruby says: %s", firstLine(string(words)))
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

// runRuby gives the script's answer. What is printed meanwhile is held back: where it fails, the first line is told
// with the error, and no more.
func runRuby(ctx context.Context, name string, src *source, opts *Options, env *Env) ([]byte, error) {
	printed := bounded.Tail{Size: bounded.MaxOutput}
	c := bounded.Command{
		Args: []string{name, "-e", rubyScript}, Dir: opts.Dir, Env: env.Environ(), Stdin: strings.NewReader(src.forRuby()),
		Stderr: &printed, Limit: maxRubyOutput,
	}
	out, err := c.Output(ctx)
	text := printed.String()
	switch {
	case err != nil && text != "":
		return nil, fmt.Errorf("%w: %s", err, firstLine(text))
	case err == nil && text != "" && opts.Log != nil && !bytes.HasPrefix(out, []byte(rubyFailure)):
		_, err = io.WriteString(opts.Log, text+"\n")
	}
	return out, err
}

// firstLine is what Ruby says first, without the place, which is known better.
func firstLine(words string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(words), "\n")
	return strings.TrimSpace(rubyPlace.ReplaceAllString(line, ""))
}

var rubyPlace = regexp.MustCompile(`^\(erb\):\d+: |\(erb\):\d+:in `)

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
