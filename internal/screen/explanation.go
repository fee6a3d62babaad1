package screen

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// explain writes an error for people: hosts with the same trouble together, and
// of a command that never reached its host only why.
func explain(err error, whole bool) string {
	switch e := err.(type) {
	case *Advised:
		return explain(e.Err, whole)
	case *Interrupted:
		return new(Course).Told(e, whole)
	case *kamal.CommandError:
		return explainCommand(e, whole)
	case *kamal.UnhealthyError:
		return explainUnhealthy(e, whole)
	case *kamal.ProxyRefusedError:
		return explainRefused(e, whole)
	case *sshx.ConnectError:
		return explainConnections(connectionsOf(e))
	case *kamal.BootError:
		return explain(e.Err, whole)
	case *kamal.MoveError:
		return explain(e.Err, whole)
	case *kamal.BuildError:
		return strings.TrimSuffix(e.Error(), e.Err.Error()) + explain(e.Err, whole)
	case *kamal.HostError:
		return explainHosts([]error{e}, whole)
	case interface{ Unwrap() []error }:
		if inner := e.Unwrap(); isJoined(err, inner) {
			return explainHosts(inner, whole)
		}
	}
	return err.Error()
}

func explainCommand(e *kamal.CommandError, whole bool) string {
	switch {
	case errors.Is(e, sshx.ErrUnreachable):
		return explain(e.Err, whole)
	case !whole:
		return e.Error()
	}
	return fmt.Sprintf("%v\n  %s", e, e.Line)
}

// explainUnhealthy leaves out the long command that made the proxy switch.
func explainUnhealthy(e *kamal.UnhealthyError, whole bool) string {
	proxy, ok := errors.AsType[*kamal.CommandError](e.Err)
	if whole || !ok || strings.TrimSpace(proxy.Stderr) == "" {
		return e.Error()
	}
	short := *e
	short.Err = errors.New(strings.TrimPrefix(strings.TrimSpace(proxy.Stderr), "Error: "))
	return short.Error()
}

// explainRefused shows the long command only where everything is.
func explainRefused(e *kamal.ProxyRefusedError, whole bool) string {
	if failed, ok := errors.AsType[*kamal.CommandError](e.Err); ok && whole {
		return e.Error() + "\n  " + failed.Line
	}
	return e.Error()
}

// isJoined reports whether an error is nothing but others put together.
func isJoined(err error, inner []error) bool {
	texts := make([]string, len(inner))
	for i, e := range inner {
		texts[i] = e.Error()
	}
	return err.Error() == strings.Join(texts, "\n")
}

// trouble is an error and the hosts that have it; none for one that is about no
// host, or names it itself.
type trouble struct {
	text  string
	hosts []config.Host
}

func explainHosts(errs []error, whole bool) string {
	var found []trouble
	connections := connectionsOf(errs...)
	for _, err := range errs {
		t := troubleOf(err, whole)
		if len(connectionsOf(err)) > 0 {
			if connections == nil {
				continue
			}
			t, connections = trouble{text: explainConnections(connections)}, nil
		}
		i := slices.IndexFunc(found, func(o trouble) bool { return o.text == t.text })
		switch {
		case i < 0:
			found = append(found, t)
		case len(t.hosts) > 0 && !slices.Contains(found[i].hosts, t.hosts[0]):
			found[i].hosts = append(found[i].hosts, t.hosts...)
		}
	}
	texts := make([]string, len(found))
	for i, t := range found {
		texts[i] = t.text
		if len(t.hosts) > 0 {
			texts[i] = HostList(t.hosts) + ": " + t.text
		}
	}
	return strings.Join(texts, "\n")
}

func troubleOf(err error, whole bool) trouble {
	e, ok := err.(*kamal.HostError)
	if !ok {
		return trouble{text: explain(err, whole)}
	}
	return trouble{text: explain(e.Err, whole), hosts: []config.Host{e.Host}}
}
