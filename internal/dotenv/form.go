package dotenv

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrRequired is wrapped by the error for ${NAME:?text} and ${NAME?text} of a name without a value.
	ErrRequired = errors.New("a value is required")
	// ErrForm is wrapped by the error for a ${...} of another form.
	ErrForm = errors.New("there are ${NAME}, ${NAME:-default}, ${NAME-default}, ${NAME:?text} and ${NAME?text}")
)

// required is that error, with the text of the file.
type required struct{ text string }

func (e *required) Error() string { return e.text }

func (*required) Unwrap() error { return ErrRequired }

// variable handles $NAME and what begins with ${, and says where to go on.
func (x *expansion) variable(at, to int) (int, error) {
	begin := at + 1
	if begin < to && x.text[begin] == '{' {
		return x.braced(at, to)
	}
	end := nameEnd(x.text[:to], begin)
	if end == begin {
		return begin, x.write("$")
	}
	name := x.text[begin:end]
	v, here, err := x.entry.variable(x.evaluation, name)
	if err != nil {
		return 0, err
	}
	return end, x.insert(name, v, here)
}

// braced handles ${NAME}, with a default or a demand or without. Any other form is an error.
func (x *expansion) braced(at, to int) (int, error) {
	begin := at + 2
	end := nameEnd(x.text[:to], begin)
	closed := x.closing[at+1]
	if end == begin || closed < end || closed >= to {
		return 0, x.noForm(at, to)
	}
	name := x.text[begin:end]
	v, here, err := x.entry.variable(x.evaluation, name)
	if err != nil {
		return 0, err
	}
	rest := x.text[end:closed]
	colon := strings.HasPrefix(rest, ":")
	form := strings.TrimPrefix(rest, ":")
	missing := v.unset() || colon && v.Text == ""
	switch {
	case rest == "":
		return closed + 1, x.insert(name, v, here)
	case form == "" || form[0] != '-' && form[0] != '?':
		return 0, x.noForm(at, to)
	case !missing && v.Text == "":
		return closed + 1, nil
	case !missing:
		return closed + 1, x.insert(name, v, here)
	case form[0] == '-':
		return closed + 1, x.nested(closed-len(form)+1, closed)
	}
	return 0, x.demand(name, form[1:])
}

// demand is the error for a name that must have a value: with the text of the file as it stands there, for
// an error shows no values.
func (x *expansion) demand(name, says string) error {
	if says = strings.TrimSpace(says); says == "" {
		says = fmt.Sprintf("$%s is required, and has no value", name)
	}
	return x.entry.fail("", &required{says})
}

// noForm is the error for a ${ that is none of the known forms.
func (x *expansion) noForm(at, to int) error {
	end := nameEnd(x.text[:to], at+2)
	said := x.text[at:min(end+2, to)]
	advice := `in single quotes, or with \$, it stays as it is`
	if x.command {
		advice = `write \$ to leave it to the shell`
	}
	return x.entry.fail("", fmt.Errorf("%s... is not known: %w; %s", said, ErrForm, advice))
}

// nested expands a default, which may hold others.
func (x *expansion) nested(from, to int) error {
	if x.depth++; x.depth > maxNesting {
		return x.entry.fail("", errNesting)
	}
	defer func() { x.depth-- }()
	return x.expand(from, to)
}

func nameEnd(text string, from int) int {
	for from < len(text) && nameByte(text[from]) {
		from++
	}
	return from
}
