package screen

import (
	"errors"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// Hint says what to do about an error, or nothing. One that knows it itself has a
// method Hint.
func Hint(err error) string {
	if e, ok := errors.AsType[interface {
		error
		Hint() string
	}](err); ok {
		return e.Hint()
	}
	if e, ok := errors.AsType[*kamal.LockedError](err); ok && !isA[*Interrupted](err) {
		return lockHint(e)
	}
	switch {
	case isA[*Interrupted](err):
		return ""
	case errors.Is(err, kamal.ErrNotOnHosts):
		return "kamal app versions lists the versions that are there"
	case errors.Is(err, config.ErrNoSecret), errors.Is(err, config.ErrEmptySecret):
		return "kamal secrets check shows what needs which secret, and where it comes from"
	case isA[*kamal.HookError](err):
		return "--skip-hooks runs none"
	case isA[*kamal.UnhealthyError](err):
		return "the stopped container stays on its host until a prune: docker logs there has the whole log"
	case isA[*secrets.MissingProgramError](err), isA[*sshx.HostKeyError](err), isA[*sshx.ConnectError](err):
		return ""
	case errors.Is(err, sshx.ErrUnreachable):
		return "what plain ssh says about the host may tell more"
	}
	return ""
}

// lockHint says how to get a lock that another holds.
func lockHint(e *kamal.LockedError) string {
	const release = "kamal lock release"
	switch {
	case e.ByHand:
		return "it was taken by hand, and stays until somebody gives it back with: " + release
	case e.Waited > 0:
		return "if nobody deploys any more, give it back with: " + release
	}
	return "wait for it with --lock-wait; if nobody deploys any more, give it back with: " + release
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
