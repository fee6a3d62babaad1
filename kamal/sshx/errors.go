package sshx

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrUnreachable is what every [ConnectError] and [LostError] is: the
	// trouble is the way to the host, not the command.
	ErrUnreachable = errors.New("host unreachable")
	// ErrClosed is returned by an executor that was closed.
	ErrClosed = errors.New("ssh executor is closed")
)

// ExitError says that a command ran and did not succeed.
type ExitError struct {
	// Status is what the command exited with; for one that a signal ended, 128
	// and the signal's number, as shells count.
	Status int
	// Signal is the signal's name without SIG, or empty.
	Signal string
}

// ExitStatus is the field Status.
func (e *ExitError) ExitStatus() int { return e.Status }

func (e *ExitError) Error() string {
	if e.Signal != "" {
		return "killed by signal " + e.Signal
	}
	return fmt.Sprintf("exit status %d", e.Status)
}

// signalNumbers are the signals whose numbers are the same everywhere.
var signalNumbers = map[string]int{
	"HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "ABRT": 6, "FPE": 8, "KILL": 9, "SEGV": 11, "PIPE": 13, "ALRM": 14, "TERM": 15,
}

// LostError says that the connection broke while a command ran, or that the
// host stopped answering. Whether the command went on is not known.
type LostError struct {
	Host string
	// Err is why, as far as known.
	Err error
}

func (e *LostError) Error() string {
	return fmt.Sprintf("connection to %q lost: %v", e.Host, e.Err)
}

// Unwrap gives the reason.
func (e *LostError) Unwrap() error { return e.Err }

// Is reports that the host is unreachable.
func (e *LostError) Is(target error) bool { return target == ErrUnreachable }

// ConnectError says that no connection came about, and all that was tried.
type ConnectError struct {
	// Host is the host as it was asked for; Server is the one on the way that
	// did not work, as user@address:port. They differ when it was a jump host.
	Host, Server string
	// Via are the servers, or the ProxyCommand, in between, nearest first.
	Via []string
	// Keys are the keys that were offered, each with its fingerprint; Skipped
	// are those that were not, each with the reason.
	Keys, Skipped []string
	// Agent is the agent's socket and what came of it.
	Agent string
	// Methods are the ways to log in that the server allows, if it said so.
	Methods []string
	// Attempts is how many connections were tried.
	Attempts int
	// Try is a line to see the same with plain ssh.
	Try string
	// Err is what went wrong at last.
	Err error
}

// Error is several lines: what went wrong, then one for each thing tried.
func (e *ConnectError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "connecting to %q: %v", e.Host, e.Err)
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n  %-9s %s", label+":", text)
		}
	}
	line("server", e.Server)
	line("via", strings.Join(e.Via, ", "))
	line("offered", strings.Join(e.Keys, ", "))
	line("left out", strings.Join(e.Skipped, ", "))
	line("agent", e.Agent)
	line("allowed", strings.Join(e.Methods, ", "))
	if e.Attempts > 1 {
		line("attempts", fmt.Sprint(e.Attempts))
	}
	line("try", e.Try)
	return b.String()
}

// Unwrap gives what went wrong at last.
func (e *ConnectError) Unwrap() error { return e.Err }

// Is reports that the host is unreachable.
func (e *ConnectError) Is(target error) bool { return target == ErrUnreachable }

// HostKeyError says that a host's key was refused.
type HostKeyError struct {
	// Host is the name that known_hosts was asked for.
	Host string
	// Problem is "changed", "revoked", "unknown", or what is wrong with a
	// certificate.
	Problem string
	// Key is the type and fingerprint that the host showed.
	Key string
	// Known are the keys that the files hold, each with file and line.
	Known []string
}

func (e *HostKeyError) Error() string {
	switch e.Problem {
	case "changed":
		return fmt.Sprintf("host key of %q changed: it shows %s, known is %s", e.Host, e.Key, strings.Join(e.Known, ", "))
	case "revoked":
		return fmt.Sprintf("host key of %q is revoked: %s, by %s", e.Host, e.Key, strings.Join(e.Known, ", "))
	case "unknown":
		return fmt.Sprintf("host key of %q is not known: %s, and StrictHostKeyChecking is on", e.Host, e.Key)
	}
	return fmt.Sprintf("host key of %q: %s (%s)", e.Host, e.Problem, e.Key)
}
