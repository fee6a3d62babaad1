package advice

import (
	"errors"
	"strings"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// next is one thing to do.
type next struct {
	// say says what it does, typed is what to type for it.
	say, typed string
}

func (n next) String() string { return n.say + ": " + n.typed }

// trouble is an error, and what can be said about all of it.
type trouble struct {
	Call
	err error
	// hosts are those that failed, none for this machine.
	hosts []config.Host
	// said is all that the error says, in small letters.
	said string
}

// For says what to do about an error, one thing a line. Each ends with what to
// type.
func (c Call) For(err error) string {
	t := trouble{Call: c, err: err, said: strings.ToLower(err.Error())}
	for _, e := range kamal.HostErrors(err) {
		t.hosts = append(t.hosts, e.Host)
	}
	if own := t.own(); own != "" {
		return own
	}
	todo := t.next
	if c.Interrupted {
		todo = t.afterAll
	}
	var lines []string
	for _, n := range todo() {
		lines = append(lines, n.String())
	}
	return strings.Join(lines, "\n")
}

// own is what an error says to do by itself.
func (t trouble) own() string {
	e, ok := errors.AsType[interface {
		error
		Hint() string
	}](t.err)
	if !ok {
		return ""
	}
	return e.Hint()
}

// next is what to do, by the first of the rules that knows the error. Where hosts
// were left with different versions, how to make them one again comes behind.
func (t trouble) next() []next {
	cause := t.first(t.ofLock, t.ofHook, t.ofSSH, t.ofWords, t.ofHosts, t.ofSecrets, t.ofConfig, t.ofUsage)
	left := t.ofFleet()
	switch {
	case cause == nil && left == nil:
		return []next{t.otherwise()}
	case cause == nil:
		return left
	}
	return append([]next{*cause}, left...)
}

// afterAll is what to do about a run that was interrupted.
func (t trouble) afterAll() []next {
	all := []next{{"to do it after all", t.again()}}
	if left := t.ofFleet(); len(left) > 1 { // the first is to do it after all
		all = append(all, left[1:]...)
	}
	return all
}

func (t trouble) first(rules ...func() *next) *next {
	for _, rule := range rules {
		if n := rule(); n != nil {
			return n
		}
	}
	return nil
}

// otherwise is what to do about an error of which nothing is known but its text.
func (t trouble) otherwise() next {
	switch {
	case t.Command == "":
		return next{"all commands", "kamal help"}
	case t.Command == "doctor":
		return next{"mend it as said above, then look again", t.again()}
	case isA[*kamal.CommandError](t.err):
		return next{"every command and what it prints", t.again("-v")}
	}
	return next{"what may stand in the way", t.kamal("doctor")}
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
