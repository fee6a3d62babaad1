package kamal

import (
	"errors"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/internal/dockersays"
	"github.com/kamal-go/kamal/kamal/config"
)

// Sentinels that callers branch on.
var (
	// ErrUsage is wrapped when an operation is asked for something that can't be:
	// an unknown accessory, filters that match nothing, options that exclude each
	// other. Nothing was done then.
	ErrUsage = errors.New("not possible")
	// ErrNotOnHosts is wrapped when there is no container of the version to roll
	// back to. Nothing was done then.
	ErrNotOnHosts = errors.New("no such version on the hosts")
	// ErrOutputTooLong is wrapped when a command prints more than can be kept to be
	// read. The command was ended then.
	ErrOutputTooLong = errors.New("the command prints too much to be read")
)

// CommandError is a command that failed on a host.
type CommandError struct {
	// For says what the command was for.
	For string
	// Line is the command as shown, secrets redacted.
	Line string
	// Stderr is the end of what it said on standard error, secrets masked.
	Stderr string
	// Err is the executor's error.
	Err error
}

// Error gives what the command said, and what it was for. Its line may be long, and
// is for those who ask for it.
func (e *CommandError) Error() string {
	how := fmt.Sprint(e.Err)
	if e.For != "" && !strings.Contains(how, "\n") {
		how = fmt.Sprintf("%s: %s", e.For, how)
	}
	said := strings.TrimSpace(e.Stderr)
	if said == "" {
		return how
	}
	return fmt.Sprintf("%s (%s)", said, how)
}

// Unwrap gives the executor's error.
func (e *CommandError) Unwrap() error { return e.Err }

// HostError is an error on one host. Operations join one for each host that
// failed, in the order of [Specifics].
type HostError struct {
	Host config.Host
	Err  error
}

// Error puts the host before the error.
func (e *HostError) Error() string { return fmt.Sprintf("%s: %v", e.Host, e.Err) }

// Unwrap gives the error.
func (e *HostError) Unwrap() error { return e.Err }

// HookError is a hook that failed.
type HookError struct {
	// Hook is its name.
	Hook string
	// Output is the end of what it printed, secrets masked.
	Output string
	Err    error
}

// Error names the hook.
func (e *HookError) Error() string {
	text := fmt.Sprintf("running hook %q: %v", e.Hook, e.Err)
	if out := strings.TrimSpace(e.Output); out != "" {
		text += "\n" + out
	}
	return text
}

// Unwrap gives the error.
func (e *HookError) Unwrap() error { return e.Err }

// BuildError is an image that could not be built or pushed.
type BuildError struct{ Err error }

// Error says that the build failed.
func (e *BuildError) Error() string { return fmt.Sprintf("building: %v", e.Err) }

// Unwrap gives the error.
func (e *BuildError) Unwrap() error { return e.Err }

// RegistryError is a registry that refuses a login, or does not give an image.
type RegistryError struct {
	Server string
	Err    error
}

// Error says what was refused.
func (e *RegistryError) Error() string { return fmt.Sprint(e.Err) }

// Unwrap gives the error.
func (e *RegistryError) Unwrap() error { return e.Err }

// refused is an error of a command that had to do with a registry. A host that could
// not be reached, or has no docker to speak of, has nothing to do with that.
func refused(server string, err error) error {
	if !exited(err) || dockersays.Heard(err.Error()) != dockersays.None {
		return err
	}
	return &RegistryError{Server: server, Err: err}
}

// HostErrors gives the errors of single hosts that an error joins or wraps, in their
// order. An error of no host has none.
//
//	for _, e := range kamal.HostErrors(d.Deploy(ctx, kamal.DeployOptions{})) {
//		fmt.Println(e.Host, e.Err)
//	}
func HostErrors(err error) []*HostError {
	switch e := err.(type) {
	case *HostError:
		return []*HostError{e}
	case interface{ Unwrap() []error }:
		var all []*HostError
		for _, x := range e.Unwrap() {
			all = append(all, HostErrors(x)...)
		}
		return all
	case interface{ Unwrap() error }:
		return HostErrors(e.Unwrap())
	}
	return nil
}

// failedHosts are the hosts that an error is about.
func failedHosts(err error) []config.Host {
	var hosts []config.Host
	for _, e := range HostErrors(err) {
		hosts = append(hosts, e.Host)
	}
	return hosts
}

// ExitStatus gives the status that a command ended with, 0 for nil. It reports false
// where an error is not a command's own: the host was not reached or was lost, or
// nothing was sent. Of several that are joined it gives the first.
//
//	_, err := kamal.Output(ctx, x, "app1", commands.Command("test", "-f", "/etc/motd"))
//	if status, ok := kamal.ExitStatus(err); ok && status == 1 {
//		fmt.Println("there is no such file")
//	}
func ExitStatus(err error) (status int, ok bool) {
	if err == nil {
		return 0, true
	}
	ended, ok := errors.AsType[interface {
		error
		ExitStatus() int
	}](err)
	if !ok {
		return 0, false
	}
	return ended.ExitStatus(), true
}

// exited reports whether err is a command's own failure: it ran, and its
// status was not 0.
func exited(err error) bool {
	_, ok := ExitStatus(err)
	return ok && err != nil
}
