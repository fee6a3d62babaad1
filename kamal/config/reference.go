package config

import (
	"slices"
	"strings"
)

// section is a part of the reference.
type section struct {
	name  string
	about []string
	// path leads to the field, with the names that stand above it in the example.
	path  []string
	field *field
	// example stands in for the fields.
	example string
}

var sections = []section{
	{name: "accessory", path: []string{"accessories", "db"}, field: accessoryField, about: []string{accessoriesField.about, "Each has a name of its own, such as db."}},
	{name: "alias", field: aliasesField, about: []string{
		"What follows an alias on the command line follows its text. An alias may name another one, and may bring options such as -d.",
		"The name of a command can't be an alias.",
	}},
	{name: "boot", field: bootField},
	{name: "builder", field: builderField},
	{name: "env", field: envField, about: []string{
		"Roles, accessories and Traefik take the same, without tags. Names and values alone, without clear, secret and tags, are clear.",
		"A container gets the variables of the top level, then those of its role, then those of its host's tags; later ones win.",
		"Clear values are seen in docker's command lines; secrets lie in a file on the host that only its owner can read.",
	}},
	{name: "logging", field: loggingField, about: []string{"Roles may lay theirs over the one at the top level."}},
	{name: "output", field: outputField},
	{name: "proxy", field: proxyField, about: []string{"Lists replace, everything else merges by key; the names and path prefixes of a role replace those above it."}},
	{name: "registry", field: named("registry", registryField), about: []string{"Accessories may have one of their own."}},
	{name: "role", path: []string{"servers", "web"}, field: roleField, about: []string{
		"A role is a kind of container of the app: the hosts it runs on, and how. A mere list of hosts will do.",
		"What is said here is laid over the same key at the top level.",
	}},
	{name: "servers", field: serversField, example: serversExample, about: []string{
		"Every host may have a tag or several: they choose variables (env.tags) and hosts of accessories.",
	}},
	{name: "ssh", field: sshField},
	{name: "sshkit", field: sshkitField},
}

const serversExample = `servers:
  web:
    - 192.0.2.11
    - 192.0.2.12: east
    - 192.0.2.13: [ east, spare ]
  jobs:
    hosts: [ 192.0.2.14 ]
    cmd: bin/jobs

# With one role only, a list will do:
# servers: [ 192.0.2.11, 192.0.2.12 ]
`

// Sections are the names of the reference's parts, besides the top level.
func Sections() []string {
	names := make([]string, len(sections))
	for i, s := range sections {
		names[i] = s.name
	}
	return names
}

// Reference gives the annotated reference of a section, in YAML that can be
// copied; the empty name is the top level. Upper and lower case are the same. It
// reports false for an unknown name.
func Reference(name string) (string, bool) {
	if name == "" {
		return topReference(), true
	}
	i := slices.IndexFunc(sections, func(s section) bool { return strings.EqualFold(s.name, name) })
	if i < 0 {
		return "", false
	}
	return sections[i].reference(), true
}

func (s section) reference() string {
	w := &referenceWriter{}
	w.comment("", strings.ToUpper(s.name[:1])+s.name[1:])
	w.line("#")
	for _, about := range append([]string{s.field.about}, s.about...) {
		if about != "" {
			w.comment("", about)
		}
	}
	w.line("")
	if s.example != "" {
		w.out.WriteString(s.example)
		return w.out.String()
	}
	path := s.path
	if path == nil {
		path = []string{s.field.name}
	}
	indent := ""
	for _, name := range path {
		w.line(indent + name + ":")
		indent += "  "
	}
	if s.field.example != "" && len(s.field.fields) == 0 {
		w.line(strings.TrimPrefix(s.field.example, "\n"))
		return w.out.String()
	}
	w.fields(s.field, indent, "")
	return w.out.String()
}

const topAbout = `config/deploy.yml

The file is rendered as a template (<%= ENV["NAME"] %>), then read as YAML. With a destination, -d staging, the file config/deploy.staging.yml is merged over it: maps key by key, everything else is replaced.
Keys at the top level that begin with x- are left alone; they are a place for anchors. Values in brackets are what counts where a key is left out.`

// briefs are the examples of sections at the top level, which have a reference
// of their own.
var briefs = map[string]string{
	"registry":    "{ server: registry.example.com, username: deployer, password: [ REGISTRY_PASSWORD ] }",
	"builder":     "{ arch: amd64 }",
	"servers":     "[ 192.0.2.11, 192.0.2.12 ]",
	"env":         "{ clear: { LOG_LEVEL: info }, secret: [ DATABASE_URL ] }",
	"proxy":       "{ host: shop.example.com, app_port: 3000 }",
	"accessories": "{ db: { image: \"postgres:17\", host: 192.0.2.20 } }",
	"ssh":         "{ user: deploy }",
	"sshkit":      "{ max_concurrent_starts: 10 }",
	"boot":        "{ limit: 25%, wait: 10 }",
	"logging":     "{ driver: json-file, options: { max-size: 100m } }",
	"output":      "{ file: { path: log/kamal } }",
}

func topReference() string {
	w := &referenceWriter{}
	for paragraph := range strings.SplitSeq(topAbout, "\n") {
		w.comment("", paragraph)
	}
	w.line("")
	for i, f := range root.fields {
		if i > 0 {
			w.line("")
		}
		if brief, ok := briefs[f.name]; ok {
			short := *f
			short.example = brief
			short.see = " See: kamal docs " + sectionOf(f.name)
			f = &short
		}
		w.field(f, "", "")
	}
	return w.out.String()
}

// sectionOf names the reference of a key at the top level.
func sectionOf(key string) string {
	if key == "accessories" {
		return "accessory"
	}
	return key
}
