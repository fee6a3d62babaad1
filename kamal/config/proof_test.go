package config

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// proof is a configuration with a problem, and the edits that its suggestion
// asks for: each of them, OLD => NEW, takes the problem away.
type proof struct {
	says, suggests string
	text           string
	edits          []string
	options        Options
}

const noServers = `
service: shop
image: acme/shop
registry: { server: registry.example.com, username: deployer, password: [ REGISTRY_PASSWORD ] }
builder: { arch: amd64 }
`

const ownCertificate = "ssl: { certificate_pem: A, private_key_pem: B }"

var proofs = []proof{
	{says: "healthcheck is of Kamal 1", suggests: "write proxy.healthcheck for the path", text: smallest + "healthcheck: { path: /up, port: 3000 }\n", edits: []string{
		"healthcheck: { path: /up, port: 3000 } => proxy: { healthcheck: { path: /up }, app_port: 3000 }",
		"healthcheck: => traefik: {}\nhealthcheck:",
	}},
	{says: "servers/web/traefik is of Kamal 1", suggests: "write proxy: true or false; or traefik: {} at the top level", text: noServers + "servers: { web: { hosts: [ a ], traefik: false } }\n", edits: []string{
		"traefik: false => proxy: false", "servers: => traefik: {}\nservers:",
	}},
	{says: "ssl of the role web needs a host", suggests: "write proxy.host", text: smallest + "proxy: { ssl: true }\n", edits: []string{"ssl: true => ssl: true, host: shop.example.com"}},
	{says: "has no say next to publish: false", suggests: "leave out one of them", text: smallest + "proxy: { run: { publish: false, http_port: 8080 } }\n", edits: []string{
		"publish: false,  => ", ", http_port: 8080 => ",
	}},
	{says: "on 2 servers needs a certificate", suggests: "write certificate_pem and private_key_pem below ssl, or let a load balancer do it", text: noServers + "servers: [ a, b ]\nproxy: { ssl: true, host: x }\n", edits: []string{
		"ssl: true => " + ownCertificate, "ssl: true => ssl: false",
	}},
	{says: "both have ssl for x", suggests: "give each role names of its own", text: noServers + "servers: { web: [ a ], api: { hosts: [ b ], proxy: true } }\nproxy: { ssl: true, host: x }\n", edits: []string{
		"proxy: true => proxy: { host: y }",
	}},
	{says: "but both are on a", suggests: "a host has one proxy only", text: noServers + "servers: { web: [ a ], api: { hosts: [ a ], proxy: { run: { http_port: 81 } } } }\nproxy: { run: { http_port: 80 } }\n", edits: []string{
		"http_port: 81 => http_port: 80",
	}},
	{says: "a destination is required", suggests: "", text: smallest + "require_destination: true\n", edits: []string{"true => false"}},
	{says: "host and hosts at once", suggests: "keep one of them", text: smallest + "proxy: { host: a, hosts: [ b ] }\n", edits: []string{"host: a,  => ", ", hosts: [ b ] => "}},
	{says: "role and tag at once", suggests: "keep one of them", text: smallest + "accessories: { db: { image: x, role: web, tag: b } }\n", edits: []string{", role: web => ", ", tag: b => "}},
	{says: "stop_timeout and stop_wait_time at once", suggests: "keep one of them", text: smallest + "stop_timeout: 3\nstop_wait_time: 4\n", edits: []string{"stop_timeout: 3\n => ", "stop_wait_time: 4\n => "}},
	{says: "the name of a role must be", suggests: "choose another name", text: noServers + "servers: { web: [ a ], a b: [ a ] }\n", edits: []string{"a b => ab"}},
	{says: "the label \"role\" is set by kamal", suggests: "choose another name", text: smallest + "labels: { role: x }\n", edits: []string{"role => my-role"}},
	{says: "has no hosts", suggests: "write one of host, hosts, role, roles, tag, tags", text: smallest + "accessories: { db: { image: x } }\n", edits: []string{
		"image: x => image: x, host: a", "image: x => image: x, hosts: [ a ]", "image: x => image: x, role: web", "image: x => image: x, roles: [ web ]", "image: x => image: x, tag: t", "image: x => image: x, tags: [ t ]",
	}},
	{says: "there is no role \"wbe\"", suggests: "did you mean \"web\"?", text: smallest + "accessories: { db: { image: x, role: wbe } }\n", edits: []string{"wbe => web"}},
	{says: "builder/arch is missing", suggests: "write amd64 or arm64, or a list of both", text: strings.Replace(smallest, "arch: amd64", "driver: docker", 1), edits: []string{
		"driver: docker => arch: amd64", "driver: docker => arch: arm64", "driver: docker => arch: [ amd64, arm64 ]",
	}},
	{says: "the tag \"t\" is in env.tags too", suggests: "env_tags is the older place of env.tags", text: smallest + "env: { tags: { t: { A: b } } }\nenv_tags: { t: { A: b } }\n", edits: []string{"env_tags: { t: { A: b } }\n => "}},
	{says: "is no server of this configuration", suggests: "the names that the app answers to are in proxy.host", text: smallest + "proxy: { enabled: true, hosts: [ shop.example.com ] }\n", edits: []string{"hosts: [ shop.example.com ] => host: shop.example.com"}},
	{says: "proxy is kamal-proxy's, but traefik is there too", suggests: "leave out traefik", text: smallest + "traefik: {}\nproxy: { host: a }\n", edits: []string{
		"traefik: {}\n => ", "proxy: { host: a }\n => ", "host: a => host: a, enabled: true, hosts: [ 192.0.2.1 ]",
	}},
	{says: "contradicts", suggests: "leave out one of them", text: noServers + "servers: { web: { hosts: [ a ], proxy: true, traefik: false } }\nproxy: { enabled: true }\n", edits: []string{"proxy: true,  => ", ", traefik: false => "}},
	{says: "servers/web/proxy is kamal-proxy's", suggests: "write traefik: false", text: noServers + "servers: { web: { hosts: [ a ], proxy: false } }\ntraefik: {}\n", edits: []string{"proxy: false => traefik: false"}},
	{says: "has a command but no port", suggests: "write proxy.app_port", text: smallest + "proxy: { enabled: true }\nhealthcheck: { cmd: x }\n", edits: []string{"enabled: true => enabled: true, app_port: 3000"}},
	{says: "must be a map or false, not true", suggests: "write proxy.host and proxy.app_port", text: smallest + "accessories: { db: { image: x, host: a, proxy: true } }\n", edits: []string{"proxy: true => proxy: { host: x, app_port: 80 }"}},
	{says: "but b is a Traefik host", suggests: "add it to proxy.hosts, or leave out the proxy of the accessory", text: noServers + "servers: [ a, b ]\nproxy: { enabled: true, hosts: [ a ] }\naccessories: { db: { image: x, host: b, proxy: { host: y } } }\n", edits: []string{
		"hosts: [ a ] => hosts: [ a, b ]", ", proxy: { host: y } => ",
	}},
	{says: "registry/username is empty", suggests: "the environment variable \"WHO\" is not set", text: strings.Replace(smallest, "deployer", `"<%= ENV["WHO"] %>"`, 1), edits: []string{`<%= ENV["WHO"] %> => me`}},
	{says: "needs a host", suggests: "the environment variable \"NAME\" is not set", text: smallest + "proxy: { ssl: true, host: \"<%= ENV[\"NAME\"] %>\" }\n", edits: []string{`<%= ENV["NAME"] %> => me`}},
	{says: "servers is missing", suggests: "only a configuration of accessories can do without", text: noServers, edits: []string{"builder: => accessories: { db: { image: x, host: a } }\nbuilder:"}},
	{says: "servers is empty", suggests: "leave it out if there are accessories only", text: noServers + "servers: {}\naccessories: { db: { image: x, host: a } }\n", edits: []string{"servers: {}\n => "}},
	{says: "options/restart must be text, not false", suggests: `restart: "no"`, text: noServers + "servers: { web: { hosts: [ a ], options: { restart: no } } }\n", edits: []string{`restart: no => restart: "no"`}},
	{says: "the role \"jobs\" has no hosts", suggests: "allow_empty_roles: true permits it", text: noServers + "servers: { web: [ a ], jobs: [] }\n", edits: []string{"servers: => allow_empty_roles: true\nservers:"}},
	{says: "there is no primary role \"web\"", suggests: "primary_role names one of them", text: noServers + "servers: { app: [ a ] }\n", edits: []string{"servers: => primary_role: app\nservers:"}},
	{says: "has letters other than", suggests: "", text: smallest + "aliases: { A: x }\n", edits: []string{"A: x => a: x"}},
	{says: "has the name of a command", suggests: "rename it", text: smallest + "aliases: { deploy: x }\n", edits: []string{"deploy: => ship:"}, options: Options{ReservedNames: []string{"deploy"}}},
	{says: `unknown key "tags" in servers/web/env`, suggests: "it belongs into env at the top level", text: noServers + "servers: { web: { hosts: [ a: t ], env: { clear: { A: b }, tags: { t: { C: d } } } } }\n", edits: []string{
		", tags: { t: { C: d } } } } } => } } }\nenv: { tags: { t: { C: d } } }",
	}},
	{says: `unknown key "tags" in accessories/db/env`, suggests: "it belongs into env at the top level", text: smallest + "accessories: { db: { image: x, host: a, env: { secret: [ A ], tags: { t: { C: d } } } } }\n", edits: []string{
		", tags: { t: { C: d } } => ",
	}},
	{says: "builder/arch is empty", suggests: "write amd64 or arm64, or a list of both", text: strings.Replace(smallest, "arch: amd64", "arch: []", 1), edits: []string{"arch: [] => arch: amd64", "arch: [] => arch: [ amd64, arm64 ]"}},
	{says: "builder/arch has no value", suggests: "write one, such as [ amd64, arm64 ]", text: strings.Replace(smallest, "arch: amd64", "arch: ", 1), edits: []string{"arch:  => arch: [ amd64, arm64 ] "}},
	{says: "accessories has no value", suggests: "then comment it out too", text: smallest + "accessories:\n  # db: x\n", edits: []string{"accessories:\n => "}},
	{says: "servers/0 has no value", suggests: "write one behind the dash, or leave the dash out", text: noServers + "servers:\n  -\n  - a\n", edits: []string{"  -\n => ", "-\n => - b\n"}},
	{says: "must be one host", suggests: "write an entry for each: b, c", text: noServers + "servers: [ a, \"b, c\" ]\n", edits: []string{`"b, c" => b, c`}},
	{says: "must be one host", suggests: "write hosts: [ b, c ]", text: smallest + "accessories: { db: { image: x, host: \"b, c\" } }\n", edits: []string{`host: "b, c" => hosts: [ b, c ]`}},
	{says: `unknown key "secrets" in env`, suggests: `did you mean "secret"?`, text: smallest + "env: { secrets: [ A ] }\n", edits: []string{"secrets => secret"}},
	{says: `unknown key "tags" in servers/web/env`, suggests: "it belongs into env at the top level", text: noServers + "servers: { web: { hosts: [ a ], env: { tags: { t: { C: d } } } } }\n", edits: []string{
		"env: { tags: { t: { C: d } } } } } => } }\nenv: { tags: { t: { C: d } } }",
	}},
}

func TestProof_OfEverySuggestion(t *testing.T) {
	for _, p := range proofs {
		e := p.problem(t, p.text)
		if e == nil {
			t.Errorf("no problem says %q, suggesting %q:\n%s", p.says, p.suggests, p.text)
			continue
		}
		for _, edit := range p.edits {
			before, after, _ := strings.Cut(edit, " => ")
			text := strings.Replace(p.text, before, after, 1)
			if text == p.text {
				t.Errorf("%q changes nothing in\n%s", edit, p.text)
			}
			if _, err := p.parse(t, text); err != nil {
				t.Errorf("%s\nthen, with %q:\n%v", e, edit, err)
			}
		}
	}
}

func (p proof) parse(t *testing.T, text string) (*Config, error) {
	opts := p.options
	opts.NoRuby = true
	opts.Git = func(context.Context, string) (Git, error) { return Git{}, nil }
	return Parse(t.Context(), text, opts)
}

func (p proof) problem(t *testing.T, text string) *FieldError {
	_, err := p.parse(t, text)
	problems, _ := errors.AsType[Problems](err)
	for _, e := range problems {
		if strings.Contains(e.Message, p.says) && strings.Contains(e.Suggestion, p.suggests) {
			return e
		}
	}
	if err != nil {
		t.Log(err)
	}
	return nil
}

// elsewhereProven are the files whose suggestions others prove: TestAdvice_* of the checks of values and keys,
// TestBuild_* of what is written in Go, and golden files for what needs files.
var elsewhereProven = []string{"message.go", "advice.go", "spec.go"}

var needFiles = []string{"the destinations are %s", "rename it to %s-proxy-reboot"}

// Whoever adds a suggestion adds its proof.
func TestProof_IsThereForEverySuggestion(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || contains(elsewhereProven, name) {
			continue
		}
		for _, format := range suggestions(t, name) {
			if format != "%s" && !contains(needFiles, format) && !proven(format) {
				t.Errorf("%s suggests %q, and nothing proves that it helps", name, format)
			}
		}
	}
}

// A mistake is told once.
func TestProblems_AreToldOnce(t *testing.T) {
	for _, arch := range []string{"", "[]", `""`, `[ "" ]`, "[ ~ ]", "[ [] ]", "{}", "1"} {
		_, err := proof{}.parse(t, strings.Replace(smallest, "arch: amd64", "arch: "+arch+" ", 1))
		if problems, _ := errors.AsType[Problems](err); len(problems) != 1 {
			t.Errorf("arch: %s: %v", arch, err)
		}
	}
}

func contains(all []string, one string) bool {
	return slices.Contains(all, one)
}

// proven reports whether a proof has a suggestion of a format.
func proven(format string) bool {
	pattern := regexp.MustCompile(`%[sqdv]`).ReplaceAllString(regexp.QuoteMeta(format), ".*")
	whole := regexp.MustCompile(pattern)
	for _, p := range proofs {
		if p.suggests != "" && (whole.MatchString(p.suggests) || strings.Contains(format, p.suggests)) {
			return true
		}
	}
	return false
}

// suggestions are the texts that a file gives to suggest.
func suggestions(t *testing.T, name string) []string {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	var formats []string
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "suggest" {
			if lit, ok := call.Args[0].(*ast.BasicLit); ok {
				format, _ := strconv.Unquote(lit.Value)
				formats = append(formats, format)
			}
		}
		return true
	})
	return formats
}
