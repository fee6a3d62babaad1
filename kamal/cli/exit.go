package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// The exit codes.
const (
	codeDone        = 0
	codeFailed      = 1
	codeUsage       = 2 // the command line or the configuration can't be
	codeChanges     = 2 // of plan --detailed-exitcode: something changes
	codeLocked      = 3 // another deploy holds the lock
	codeUnreachable = 4 // a host could not be reached
	codeBuild       = 5 // the image could not be built or pushed
	codeUnhealthy   = 6 // a container did not get healthy
	codeHook        = 7 // a hook failed
	codePartial     = 8 // some hosts run the new version, and some do not
	codeRegistry    = 9 // a registry refused a login or an image
	codeInterrupted = 130
)

// exitCodes tells people what each means.
var exitCodes = []struct {
	code    int
	meaning string
}{
	{codeDone, "Done."},
	{codeFailed, "Failed, for a reason without a code of its own."},
	{codeUsage, "The command line or the configuration can't be. With plan --detailed-exitcode: something changes."},
	{codeLocked, "Another deploy holds the lock."},
	{codeUnreachable, "A host could not be reached."},
	{codeBuild, "The image could not be built or pushed."},
	{codeUnhealthy, "A container did not get healthy."},
	{codeHook, "A hook failed."},
	{codePartial, "Some hosts are done and some are not."},
	{codeRegistry, "A registry refused a login, or has no such image."},
	{codeInterrupted, "Interrupted."},
}

// exitCodesCommand says what the exit status means.
type exitCodesCommand struct{}

// Help implements [kong.HelpProvider].
func (exitCodesCommand) Help() string {
	var b strings.Builder
	for _, x := range exitCodes {
		fmt.Fprintf(&b, "%5d  %s\n", x.code, x.meaning)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Run shows them.
func (c exitCodesCommand) Run(p *Session) error {
	meanings := map[int]string{}
	for _, x := range exitCodes {
		meanings[x.code] = x.meaning
	}
	p.Answer(c.Help(), meanings)
	return nil
}

// errGivenUp ends a command whose question was answered with no.
var errGivenUp = errors.New("given up")

// exitCode gives the code for an error: that of the rule that comes first.
func exitCode(err error) int {
	rules := []struct {
		code int
		is   func(error) bool
	}{
		{codeDone, func(err error) bool { return err == nil || errors.Is(err, errGivenUp) }},
		{codeInterrupted, isA[*screen.Interrupted]},
		{codeUsage, isUsage},
		{codeLocked, isA[*kamal.LockedError]},
		{codePartial, isPartial},
		{codeHook, isA[*kamal.HookError]},
		{codeUnhealthy, isA[*kamal.UnhealthyError]},
		{codeUnreachable, func(err error) bool { return errors.Is(err, sshx.ErrUnreachable) }},
		{codeRegistry, isA[*kamal.RegistryError]},
		{codeBuild, isA[*kamal.BuildError]},
	}
	if e, ok := errors.AsType[*statusError](err); ok {
		return e.code
	}
	for _, r := range rules {
		if r.is(err) {
			return r.code
		}
	}
	return codeFailed
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func isUsage(err error) bool {
	return isA[*cmdline.UsageError](err) || isA[*configError](err) || isA[*secrets.UsageError](err) || isA[config.Problems](err) ||
		errors.Is(err, kamal.ErrUsage) || errors.Is(err, config.ErrNoSecret) || errors.Is(err, config.ErrEmptySecret) ||
		errors.Is(err, config.ErrSecretsFile) || errors.Is(err, config.ErrNoVersion) || errors.Is(err, config.ErrBadName)
}

func isPartial(err error) bool {
	if e, ok := errors.AsType[*kamal.MoveError](err); ok && len(e.Moved) > 0 {
		return true
	}
	e, ok := errors.AsType[*kamal.BootError](err)
	return ok && e.Partial()
}

// statusError is the status of a program that stood in for this one.
type statusError struct{ code int }

func (e *statusError) Error() string { return fmt.Sprintf("exit status %d", e.code) }
