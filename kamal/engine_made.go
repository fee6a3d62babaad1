package kamal

import (
	"errors"
	"fmt"
	"reflect"
)

// errUnmade is the error of all operations of a Deployer, or a family, that is a
// literal.
var errUnmade = fmt.Errorf("%w: this Deployer was not made by kamal.New, and has no configuration", ErrUsage)

// made is an error where no operation can be begun at all: there is no engine, or what
// [New] was given can't be. Operations ask before they look at anything of the engine;
// most do by [engine.operate] and [Lock.hold].
func (eng *engine) made() error {
	if eng == nil {
		return errUnmade
	}
	return eng.refusal
}

// refuse makes all operations fail before they run anything anywhere.
func (eng *engine) refuse(format string, args ...any) {
	eng.refusal = errors.Join(eng.refusal, fmt.Errorf("%w: "+format, append([]any{ErrUsage}, args...)...))
}

// specifics are the hosts and roles to work on; of no engine none.
func (eng *engine) specifics() Specifics {
	if eng == nil {
		return Specifics{}
	}
	return eng.spec
}

// orZero gives a Deployer in place of none, so that nil is as a literal is.
func (d *Deployer) orZero() *Deployer {
	if d == nil {
		return &Deployer{}
	}
	return d
}

// isNil reports whether there is no executor, also as a pointer or a function that is
// nil: that is a mistake better found before the first command.
func isNil(x Executor) bool {
	if x == nil {
		return true
	}
	v := reflect.ValueOf(x)
	return (v.Kind() == reflect.Pointer || v.Kind() == reflect.Func) && v.IsNil()
}
