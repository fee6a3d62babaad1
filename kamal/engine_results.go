package kamal

import (
	"cmp"
	"context"
	"io"
	"slices"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Result is what one host has to say.
type Result struct {
	Host config.Host
	// Role and Accessory are empty where the answer is the host's as a whole.
	Role, Accessory string
	// Text is what was printed, blanks trimmed at both ends.
	Text string
	// Err is why there is no answer, or an incomplete one.
	Err error
}

// results asks every host one question.
func (eng *engine) results(ctx context.Context, hosts []config.Host, question func(config.Host) commands.Cmd) ([]Result, error) {
	return gather(ctx, eng, hosts, func(ctx context.Context, h config.Host) (Result, error) {
		out, err := eng.ask(ctx, h, question(h))
		return Result{Host: h, Text: out, Err: err}, err
	})
}

// logResults gives, or follows, the log of every host's proxy.
func (eng *engine) logResults(ctx context.Context, hosts []config.Host, o LogOptions, question func(config.Host) commands.Cmd) ([]Result, error) {
	if err := cmp.Or(eng.made(), o.check()); err != nil {
		return nil, err
	}
	if o.Follow != nil {
		logs := make([]hostLog, len(hosts))
		for i, h := range hosts {
			logs[i] = hostLog{h, "proxy", question(h)}
		}
		return nil, eng.follow(ctx, o, logs)
	}
	out := eng.outlet(nil, o.Pieces, hostPieces(hosts))
	return gather(ctx, eng, hosts, func(ctx context.Context, h config.Host) (Result, error) {
		text, err := out.of(Piece{Host: h}, func(to io.Writer) (string, error) { return eng.output(ctx, h, question(h), to) })
		return Result{Host: h, Text: text, Err: err}, err
	})
}

// place is a role on a host.
type place struct {
	host config.Host
	role *config.Role
}

// places are all roles on their hosts, by role and then by host, as results are
// ordered.
func (eng *engine) places() []place {
	var places []place
	for _, r := range eng.specifics().roles {
		for _, h := range eng.spec.appHosts {
			if slices.Contains(r.Hosts, h) {
				places = append(places, place{h, r})
			}
		}
	}
	return places
}

func (p place) piece() Piece { return Piece{Host: p.host, Role: p.role.Name} }

// placePieces and hostPieces name places for an outlet.
func (eng *engine) placePieces() []Piece {
	var whose []Piece
	for _, p := range eng.places() {
		whose = append(whose, p.piece())
	}
	return whose
}

func hostPieces(hosts []config.Host) []Piece {
	whose := make([]Piece, len(hosts))
	for i, h := range hosts {
		whose[i] = Piece{Host: h}
	}
	return whose
}

// roleResults asks every role on every host one question, all at once.
func (eng *engine) roleResults(ctx context.Context, question func(context.Context, place) (string, error)) ([]Result, error) {
	places := eng.places()
	found := make([]Result, len(places))
	err := eng.operate(ctx, func(ctx context.Context) error {
		return allIndexed(places, func(i int, p place) error {
			out, err := question(ctx, p)
			found[i] = Result{Host: p.host, Role: p.role.Name, Text: out, Err: err}
			return eng.finished(ctx, p.host, err)
		})
	})
	return found, err
}

func flatten[T any](lists [][]T) []T { return slices.Concat(lists...) }
