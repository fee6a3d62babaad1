package yaml11

import "strings"

// doubt warns of a plain scalar that is a number to YAML and most likely none to its writer.
func (r *reader) doubt(n *Node) {
	switch {
	case n.Kind == Symbol && strings.HasPrefix(n.Raw, "::"):
		r.warn(n.Pos, "%s is read as %s, without the first colon: put it into quotes", n.Raw, n.Text)
	case n.Kind != Int && n.Kind != Float:
	case strings.Contains(n.Raw, ":"):
		r.warn(n.Pos, "%s is read as hours and minutes, the number %s: put it into quotes if it is text", n.Raw, n.Text)
	case strings.Contains(n.Raw, ","):
		r.warn(n.Pos, "%s is read as the number %s: put it into quotes if it is text", n.Raw, n.Text)
	case n.Kind == Float && losesZero(n):
		r.warn(n.Pos, "%s is read as the number %s: put it into quotes to keep the zero", n.Raw, n.Text)
	}
}

func losesZero(n *Node) bool {
	_, fraction, _ := strings.Cut(n.Raw, ".")
	_, kept, _ := strings.Cut(n.Text, ".")
	return strings.HasSuffix(fraction, "0") && !strings.ContainsAny(fraction, "eE") && len(fraction) > len(kept)
}
