package kamal

import (
	"context"
	"slices"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Result is what one host has to say.
type Result struct {
	Host config.Host
	// Role is empty where the answer is the host's as a whole.
	Role string
	// Text is what was printed, blanks trimmed at both ends.
	Text string
	// Err is why there is no answer, or an incomplete one.
	Err error
}

// results asks every host one question.
func (d *Deployer) results(ctx context.Context, hosts []config.Host, question func(config.Host) commands.Cmd) ([]Result, error) {
	return gather(ctx, d, hosts, func(ctx context.Context, h config.Host) (Result, error) {
		out, err := d.ask(ctx, h, question(h))
		return Result{Host: h, Text: out, Err: err}, err
	})
}

// place is a role on a host.
type place struct {
	host config.Host
	role *config.Role
}

// places are all roles on their hosts, by role and then by host, as results are
// ordered.
func (d *Deployer) places() []place {
	var places []place
	for _, r := range d.spec.Roles {
		for _, h := range d.spec.AppHosts {
			if r.RunsOn(h) {
				places = append(places, place{h, r})
			}
		}
	}
	return places
}

// roleResults asks every role on every host one question, all at once.
func (d *Deployer) roleResults(ctx context.Context, question func(context.Context, place) (string, error)) ([]Result, error) {
	places := d.places()
	found := make([]Result, len(places))
	err := allIndexed(places, func(i int, p place) error {
		out, err := question(ctx, p)
		found[i] = Result{Host: p.host, Role: p.role.Name, Text: out, Err: err}
		return d.finished(p.host, err)
	})
	return found, err
}

func flatten[T any](lists [][]T) []T { return slices.Concat(lists...) }
