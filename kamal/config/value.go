package config

import (
	"strconv"
	"time"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// value is a place in the configuration: what stands there, if anything, and
// what the table says of it. Reading one never fails: what has the wrong shape
// is reported by the checks, and reads as its default.
type value struct {
	node  *yaml11.Node // nil where nothing stands
	pos   yaml11.Position
	path  string
	field *field
	name  string
	item  bool // an entry of a list
}

func (v value) there() bool { return v.node != nil && v.node.Kind != yaml11.Null }

func (v value) is(kind yaml11.Kind) bool { return v.node != nil && v.node.Kind == kind }

// has reports whether a key is written, be it with nothing behind it.
func (v value) has(key string) bool { return v.node.Get(key) != nil }

// get gives the value of a key of a table.
func (v value) get(key string) value {
	sub := value{path: join(v.path, key), name: key, pos: v.pos}
	if v.field != nil {
		sub.field = v.field.field(key)
		if sub.field == nil && v.node != nil {
			sub.field = v.field.under(key, v.node)
		}
	}
	if v.node == nil {
		return sub
	}
	for _, p := range v.node.Map {
		if p.Key == key {
			sub.node, sub.pos = p.Value, p.KeyPos
		}
	}
	return sub
}

// entries are the values of a table, in the order of the file.
func (v value) entries() []value {
	if !v.is(yaml11.Map) {
		return nil
	}
	entries := make([]value, len(v.node.Map))
	for i, p := range v.node.Map {
		entries[i] = value{node: p.Value, pos: p.KeyPos, path: join(v.path, p.Key), name: p.Key}
		if v.field != nil {
			entries[i].field = v.field.under(p.Key, v.node)
		}
	}
	return entries
}

// items are the values of a list.
func (v value) items() []value {
	if !v.is(yaml11.List) {
		return nil
	}
	items := make([]value, len(v.node.List))
	for i, n := range v.node.List {
		items[i] = value{item: true, node: n, pos: n.Pos, path: join(v.path, strconv.Itoa(i)), name: strconv.Itoa(i)}
		if v.field != nil {
			items[i].field = v.field.items
		}
	}
	return items
}

func (v value) preset() string {
	if v.field == nil {
		return ""
	}
	return v.field.preset
}

// text gives the value of a scalar, else the default.
func (v value) text() string {
	if !v.there() || !v.node.Scalar() {
		return v.preset()
	}
	return v.node.Text
}

func (v value) number() int {
	if !v.is(yaml11.Int) {
		n, _ := strconv.Atoi(v.preset())
		return n
	}
	return int(v.node.Int)
}

func (v value) seconds() time.Duration { return seconds(int64(v.number())) }

func (v value) flag() bool {
	if !v.is(yaml11.Bool) {
		return v.preset() == "true"
	}
	return v.node.Bool
}

func (v value) optionalFlag() *bool {
	if !v.is(yaml11.Bool) {
		return nil
	}
	return new(v.node.Bool)
}

func (v value) optionalNumber() *int64 {
	if !v.is(yaml11.Int) {
		return nil
	}
	return new(v.node.Int)
}

func (v value) optionalSeconds() *time.Duration {
	if !v.is(yaml11.Int) {
		return nil
	}
	return new(seconds(v.node.Int))
}

// texts are the items of a list.
func (v value) texts() []string {
	var texts []string
	for _, item := range v.items() {
		if item.there() && item.node.Scalar() {
			texts = append(texts, item.node.Text)
		}
	}
	return texts
}

// pairs are the names and texts of a table.
func (v value) pairs() Pairs {
	var pairs Pairs
	for _, e := range v.entries() {
		if e.node.Scalar() {
			pairs = append(pairs, Pair{e.name, e.node.Text})
		}
	}
	return pairs
}

// options are the options of a table, for docker or Traefik.
func (v value) options() DockerOptions {
	var options DockerOptions
	for _, e := range v.entries() {
		switch e.node.Kind {
		case yaml11.List:
			for _, item := range e.items() {
				options = append(options, option(e.name, item.node))
			}
		case yaml11.Map:
			for _, p := range e.pairs() {
				options = append(options, DockerOption{e.name, []string{p.Name + "=" + p.Value}})
			}
		default:
			options = append(options, option(e.name, e.node))
		}
	}
	return options
}

func option(name string, n *yaml11.Node) DockerOption {
	if n.Text == "" || n.Kind == yaml11.Bool && n.Bool {
		return DockerOption{Name: name}
	}
	return DockerOption{name, []string{n.Text}}
}

const mostSeconds = int64(1<<63-1) / int64(time.Second)

func seconds(n int64) time.Duration {
	return time.Duration(min(max(n, 0), mostSeconds)) * time.Second
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}
