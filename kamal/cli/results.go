package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// blocks prints what each host said under its heading, and hands the error on. A
// host that said nothing because it failed gets no block.
func blocks(s screen, of, heading string, results []kamal.Result, err error) error {
	for _, r := range results {
		block(s, answer{of: of, heading: heading}, r)
	}
	return err
}

// block prints what one host said, as a.
func block(s screen, a answer, r kamal.Result) {
	if a.host, a.role, a.text = r.Host, r.Role, r.Text; r.Err == nil || r.Text != "" {
		s.answer(a)
	}
}

// pieces gives the function that prints what hosts say as it comes, each under
// its heading.
func pieces(s screen, of, heading string) kamal.PieceFunc {
	return func(p kamal.Piece) {
		s.answer(answer{of: of, heading: heading, host: p.Host, role: p.Role, accessory: p.Accessory, text: p.Text, piece: &p})
	}
}

// timed tells at the end how long all of it took: a plan takes no time.
func (p *project) timed(s screen, err error, began time.Time) error {
	if err == nil && !p.options.DryRun {
		s.event(kamal.Note{Text: "Finished in " + seconds(time.Since(began))})
	}
	return err
}

// rawWriter prints bytes as they are.
type rawWriter struct {
	screen screen
	of     string
}

// Write implements io.Writer.
func (w rawWriter) Write(b []byte) (int, error) {
	w.screen.answer(answer{of: w.of, text: string(b), bare: true})
	return len(b), nil
}

// outputOf says where the output of an exec goes: bytes as they are with --raw,
// else under the heading of its host.
func outputOf(o kamal.ExecOptions, raw bool, s screen, of string) kamal.ExecOptions {
	if raw {
		o.Raw = rawWriter{s, of}
	} else {
		o.Pieces = pieces(s, of, appHost)
	}
	return o
}

// commandLine joins the words of an exec.
func commandLine(words []string) string {
	trimmed := make([]string, len(words))
	for i, w := range words {
		trimmed[i] = strings.TrimSpace(w)
	}
	return strings.TrimSpace(strings.Join(trimmed, " "))
}

// followed gives the function that prints the lines of a log as they come.
func followed(s screen, of string, several bool) kamal.LineFunc {
	return func(host config.Host, role, line string) {
		s.answer(answer{of: of, host: host, role: role, text: line, log: true, several: several})
	}
}

// severalProxies reports whether there is more than one proxy to follow.
func severalProxies(d *kamal.Deployer) bool {
	places := d.Specifics()
	return len(places.ProxyHosts)+len(places.TraefikHosts) > 1
}

// severalOf reports whether an accessory is on more than one host.
func severalOf(d *kamal.Deployer, accessory string) bool {
	a := d.Config().Accessory(accessory)
	if a == nil {
		return false
	}
	elsewhere := func(h config.Host) bool { return !slices.Contains(d.Specifics().AccessoryHosts, h) }
	return len(slices.DeleteFunc(slices.Clone(a.Hosts), elsewhere)) > 1
}
