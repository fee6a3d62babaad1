package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/dotenv"
	"github.com/kamal-go/kamal/internal/regular"
)

// lackingError is a secret that is empty, or lacks a part.
type lackingError struct {
	says string
	// silent says that all it lacks is what commands were to print.
	silent bool
}

func (e *lackingError) Error() string { return e.says }

func (*lackingError) Unwrap() error { return ErrEmptySecret }

// fault gives errors of a line what they are errors of.
func (s *Secrets) fault(err error) error {
	switch {
	case errors.Is(err, dotenv.ErrRequired):
		return &lackingError{says: err.Error()}
	case errors.Is(err, dotenv.ErrForm):
		return &secretsFileError{err}
	}
	return err
}

// lacking is the error for a value with gaps.
func (s *Secrets) lacking(name string, v dotenv.Value) error {
	var reasons []string
	for _, g := range v.Gaps {
		reason := g.String()
		if g.Name != "" && g.Name != name {
			reason = fmt.Sprintf("%s:%d: %s", g.File, g.Line, reason)
		}
		reasons = append(reasons, reason+s.elsewhere(g.Variable))
	}
	what := "is empty"
	if v.Text != "" {
		what = "lacks a part"
	}
	place := ""
	if i := s.holder(name); i >= 0 {
		place = fmt.Sprintf("%s:%d: ", s.names[i], s.files[i].Line(name))
	} else if g := v.Gaps[0]; g.File != "" {
		place = fmt.Sprintf("%s:%d: ", g.File, g.Line)
	}
	loud := slices.ContainsFunc(v.Gaps, func(g dotenv.Gap) bool { return g.Command == "" })
	return &lackingError{fmt.Sprintf("%s%s %s: %s; %s", place, name, what, strings.Join(reasons, ", "), whenMeant(v.Gaps[0])), !loud}
}

// whenMeant says how an empty value is meant.
func whenMeant(g dotenv.Gap) string {
	switch {
	case g.Variable == "" && g.Command == "":
		return fmt.Sprintf("write %s=$%s to take it from the environment, %s= if it is meant to be empty", g.Name, g.Name, g.Name)
	case g.InCommand:
		return fmt.Sprintf(`write \$%s to leave it to the command, ${%s:-} if it may be empty`, g.Variable, g.Variable)
	case g.Variable != "" && g.Name != "":
		return fmt.Sprintf("set it, or write ${%s:-} if it may be empty", g.Variable)
	case g.Variable != "":
		return "leave it out of the environment, or give it a value"
	}
	return fmt.Sprintf("if that may be, give the command a line of its own, OTHER=$(...), and write %s=${OTHER:-}", g.Name)
}

// notFound is the error for a name that is nowhere.
func (s *Secrets) notFound(name string) error {
	if len(s.names) > 0 {
		return fmt.Errorf("%w in %s%s", ErrNoSecret, strings.Join(s.names, ", "), s.elsewhere(name))
	}
	searched := s.candidates()
	if !s.fromEnviron {
		where := s.elsewhere(name)
		if _, set := lookupEnv(s.opts.Environ, name); set {
			where = fmt.Sprintf(": to take it from the environment, write %s=$%s into %s", name, name, searched[1])
		}
		return fmt.Errorf("%w: there is neither %s%s", ErrNoSecret, strings.Join(searched, " nor "), where)
	}
	return fmt.Errorf("%w in %s", ErrNoSecret, strings.Join(append([]string{"the environment"}, searched...), ", "))
}

// elsewhere tells of a .env file that has a name, and is not read.
func (s *Secrets) elsewhere(name string) string {
	if name == "" || s.path == "" || len(s.opts.oldEnv.files) > 0 {
		return ""
	}
	for _, file := range s.opts.envFiles() {
		if slices.Contains(s.names, file) {
			continue
		}
		text, err := regular.ReadFile(s.opts.in(file), dotenv.MaxSize)
		if err != nil {
			continue
		}
		f, err := dotenv.Parse(file, text, dotenv.Options{})
		if err != nil || f.Line(name) == 0 {
			continue
		}
		way := "set secrets_path: .env"
		if file != s.opts.renderedEnv() {
			way = "copy it to " + s.candidates()[1]
		}
		return fmt.Sprintf(" (%s has it, which is not read here: to use it on purpose, %s)", file, way)
	}
	return ""
}
