package cli

import (
	"strings"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

// blocks prints what each host said under its heading, and hands the error on. A
// host that said nothing because it failed gets no block.
func blocks[T any](s screen.Screen, of, heading string, answers []kamal.Answer[T], err error) error {
	for _, a := range answers {
		block(s, screen.Answer{Of: of, Heading: heading, Data: a.Data}, a.Result)
	}
	return err
}

// block prints what one host said, as a.
func block(s screen.Screen, a screen.Answer, r kamal.Result) {
	if a.Host, a.Role, a.Accessory, a.Text = r.Host, r.Role, r.Accessory, r.Text; r.Err == nil || r.Text != "" {
		s.Answer(a)
	}
}

// pieces gives the function that prints what hosts say as it comes, each under
// its heading.
func pieces(s screen.Screen, of, heading string) func(kamal.Piece) {
	return func(p kamal.Piece) {
		s.Answer(screen.Answer{Of: of, Heading: heading, Host: p.Host, Role: p.Role, Accessory: p.Accessory, Text: p.Text, Piece: &p})
	}
}

// rawWriter prints bytes as they are.
type rawWriter struct {
	screen screen.Screen
	of     string
}

// Write implements io.Writer.
func (w rawWriter) Write(b []byte) (int, error) {
	w.screen.Answer(screen.Answer{Of: w.of, Text: string(b), Bare: true})
	return len(b), nil
}

// outputOf says where the output of an exec goes: bytes as they are with --raw,
// else under the heading of its host.
func outputOf(o kamal.ExecOptions, raw bool, s screen.Screen, of string) kamal.ExecOptions {
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

// severalProxies reports whether there is more than one proxy to follow.
func severalProxies(d *kamal.Deployer) bool {
	places := d.Specifics()
	return len(places.ProxyHosts())+len(places.TraefikHosts()) > 1
}

// severalOf reports whether an accessory is on more than one host.
func severalOf(d *kamal.Deployer, accessory string) bool {
	a := d.Config().Accessory(accessory)
	return a != nil && len(hostsOf(d.Specifics(), a)) > 1
}
