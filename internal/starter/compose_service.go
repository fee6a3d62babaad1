package starter

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/kballard/go-shellquote"

	"github.com/kamal-go/kamal/internal/dockerfile"
	"github.com/kamal-go/kamal/internal/yaml11"
)

// text gives a scalar; empty for anything else.
func text(n *yaml11.Node) string {
	if n == nil || !n.Scalar() {
		return ""
	}
	if n.Quoted {
		return n.Text
	}
	return n.Raw // 5432:5432 and 1e3 are text in a compose file
}

// words gives the words of a command, a list or a text, as compose splits it: no
// shell reads either.
func (c *composing) words(n *yaml11.Node) []string {
	if n == nil || n.Kind != yaml11.List {
		line := c.value(text(n))
		all, err := shellquote.Split(line)
		if err != nil {
			return strings.Fields(line) // a quote is open: docker refuses it too
		}
		return all
	}
	var all []string
	for _, w := range n.List {
		all = append(all, c.value(text(w)))
	}
	return all
}

// command gives what a service runs, with the defaults of variables put in. It is
// written so that the shell of a host, which reads it in a configuration, finds the
// same words and nothing to run.
func (c *composing) command(s service) string {
	all := c.words(s.node.Get("command"))
	for i, word := range all {
		if !plainWord.MatchString(word) {
			all[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return strings.Join(all, " ")
}

var plainWord = regexp.MustCompile(`^[\w./:=@%+,-]+$`)

// sameBuild reports whether two services are built of the same.
func sameBuild(a, b *yaml11.Node) bool {
	return buildOf(a) == buildOf(b)
}

func buildOf(n *yaml11.Node) [3]string {
	if n == nil || n.Scalar() {
		return [3]string{path.Clean(text(n)), "Dockerfile", ""}
	}
	file := text(n.Get("dockerfile"))
	if file == "" {
		file = "Dockerfile"
	}
	return [3]string{path.Clean(text(n.Get("context"))), file, text(n.Get("target"))}
}

// ports gives the ports in the container.
func (c *composing) ports(s service) []int {
	var ports []int
	for _, key := range []string{"ports", "expose"} {
		list := s.node.Get(key)
		if list == nil {
			continue
		}
		for _, entry := range list.List {
			port := c.value(text(entry))
			if entry.Kind == yaml11.Map {
				port = c.value(text(entry.Get("target")))
			}
			ports = append(ports, dockerfile.TCPPorts(port[strings.LastIndex(port, ":")+1:])...)
		}
	}
	return ports
}

// environment gives the variables of a service, from its map or list.
func (c *composing) environment(s service) []Variable {
	n := s.node.Get("environment")
	var all []Variable
	switch {
	case n == nil:
	case n.Kind == yaml11.Map:
		for _, pair := range n.Map {
			all = append(all, Variable{pair.Key, c.value(text(pair.Value))})
		}
	default:
		for _, entry := range n.List {
			name, value, _ := strings.Cut(text(entry), "=")
			all = append(all, Variable{name, c.value(value)})
		}
	}
	return slices.DeleteFunc(all, func(v Variable) bool { return !variableName.MatchString(v.Name) })
}

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// interpolated is what compose replaces by a variable: $NAME, ${NAME}, ${NAME:-default}.
var interpolated = regexp.MustCompile(`\$(\$|\{[A-Za-z_]\w*(?::?[-?+][^}]*)?\}|[A-Za-z_]\w*)`)

// value gives a text with the defaults of what compose puts in. A variable without
// one stays ${NAME}.
func (c *composing) value(text string) string {
	return interpolated.ReplaceAllStringFunc(text, func(s string) string {
		if s == "$$" {
			return "$"
		}
		name, rest, _ := strings.Cut(strings.Trim(s[1:], "{}"), ":")
		if i := strings.IndexAny(name, "-?+"); i >= 0 {
			name, rest = name[:i], name[i:]
		}
		if value, found := strings.CutPrefix(rest, "-"); found {
			return value
		}
		return "${" + name + "}"
	})
}

// mount is an entry of volumes.
type mount struct{ source, target, mode string }

func (c *composing) mountsOf(s service) []mount {
	n := s.node.Get("volumes")
	var all []mount
	if n == nil {
		return nil
	}
	for _, entry := range n.List {
		if entry.Kind == yaml11.Map {
			all = append(all, mount{source: text(entry.Get("source")), target: text(entry.Get("target"))})
			continue
		}
		parts := strings.SplitN(c.value(text(entry)), ":", 3)
		switch len(parts) {
		case 1:
			all = append(all, mount{target: parts[0]})
		case 2:
			all = append(all, mount{parts[0], parts[1], ""})
		default:
			all = append(all, mount{parts[0], parts[1], ":" + parts[2]})
		}
	}
	return all
}

func (m mount) isNamed() bool { return m.source != "" && !strings.ContainsAny(m.source[:1], "./~$") }

// namedVolumes are those of the app. What is mounted from here is its source.
func (c *composing) namedVolumes(s service) []string {
	var all []string
	for _, m := range c.mountsOf(s) {
		if m.isNamed() && m.target != "" {
			all = append(all, c.project.Name+"-"+m.source+":"+m.target+m.mode)
		}
	}
	return all
}

// mounts takes the volumes of an accessory: data as folders of its own, files of the
// project as files.
func (c *composing) mounts(s service, a *Accessory) {
	for _, m := range c.mountsOf(s) {
		file := path.Clean(m.source)
		switch {
		case m.target == "":
		case m.source == "":
			a.Directories = append(a.Directories, path.Base(m.target)+":"+m.target)
		case m.isNamed():
			a.Directories = append(a.Directories, m.source+":"+m.target)
		case !path.IsAbs(file) && !strings.HasPrefix(file, "..") && c.has(file) && !c.isDir(file):
			a.Files = append(a.Files, file+":"+m.target)
		case !path.IsAbs(file) && !strings.HasPrefix(file, "..") && !c.has(file):
			a.Directories = append(a.Directories, path.Base(file)+":"+m.target)
		default:
			c.left(s, "volume "+m.source+":"+m.target)
		}
	}
}
