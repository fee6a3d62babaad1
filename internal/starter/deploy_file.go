package starter

import (
	"bytes"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// Answers are what can't be found in a folder.
type Answers struct {
	Hosts []string
	// User logs in on the hosts; empty is root.
	User string
	// Domain is what the app is reached under; empty for the hosts' own addresses.
	Domain string
	// Plain leaves the certificate out, for a reason that is written down.
	Plain string
	// Registry is where the image goes: [USER@]SERVER[/NAMESPACE], or empty for one on
	// this machine.
	Registry string
	// Arch are the architectures of the hosts; none is amd64. Here is that of this
	// machine.
	Arch []string
	Here string
}

// RegistryPassword is the secret that a registry needs.
const RegistryPassword = "KAMAL_REGISTRY_PASSWORD"

// registry takes the text apart.
func (a Answers) registry(owner string) (server, user, namespace string) {
	user, rest, found := strings.Cut(a.Registry, "@")
	if !found {
		user, rest = "", a.Registry
	}
	server, namespace, _ = strings.Cut(strings.Trim(rest, "/"), "/")
	if !strings.ContainsAny(server, ".:") && server != "localhost" {
		server, namespace = "", strings.Trim(rest, "/") // Docker Hub
	}
	if server == "docker.io" || server == "index.docker.io" {
		server = ""
	}
	if namespace == "" {
		namespace = first(user, owner, "my-name")
	}
	return server, first(user, strings.Split(namespace, "/")[0]), namespace
}

func first(texts ...string) string {
	return texts[slices.IndexFunc(texts, func(s string) bool { return s != "" })]
}

// deployFile is a file that is being written.
type deployFile struct {
	bytes.Buffer
	err error
}

// add writes one key with what is said about it.
func (w *deployFile) add(comment, key string, v yaml11.Value) {
	w.WriteByte('\n')
	for line := range strings.Lines(comment) {
		fmt.Fprintf(w, "# %s\n", strings.TrimRight(line, "\n"))
	}
	var text bytes.Buffer
	if err := yaml11.Encode(&text, yaml11.Mapping{{Key: key, Value: v}}); err != nil && w.err == nil {
		w.err = err
	}
	w.WriteString(strings.TrimPrefix(text.String(), "---\n"))
}

// Deploy gives the text of config/deploy.yml. The schema is where editors find the
// keys.
func (p Project) Deploy(a Answers, schema string) (string, error) {
	w := &deployFile{}
	fmt.Fprintf(w, "# yaml-language-server: $schema=%s\n# What is deployed where. All that can stand here: kamal docs\n", schema)
	w.add("Containers, folders and labels on the servers are named after the service.", "service", p.Name)
	server, user, namespace := a.registry(p.Owner)
	if a.Registry == "" {
		w.add("", "image", p.Name)
	} else {
		w.add("", "image", namespace+"/"+p.Name)
	}
	w.add("", "servers", p.servers(a))
	w.add(a.proxyComment(), "proxy", p.proxy(a))
	p.addRegistry(w, a, server, user)
	p.addBuilder(w, a)
	if a.User != "" && a.User != "root" {
		w.add("", "ssh", yaml11.Mapping{{Key: "user", Value: a.User}})
	}
	if env := environment(p.Clear, p.secretNames()); len(env) > 0 {
		w.add("Those under secret come from .kamal/secrets.", "env", env)
	}
	if len(p.Volumes) > 0 {
		w.add("Data that outlives a version.", "volumes", list(p.Volumes))
	}
	if p.Assets != "" {
		w.add("Browsers may still ask for these after a new version is up.", "asset_path", p.Assets)
	}
	if len(p.Accessories) > 0 {
		w.add("A deploy leaves these alone: see kamal accessory. The app reaches each as "+p.Name+"-NAME.", "accessories", p.accessories(a))
	}
	return strings.ReplaceAll(w.String(), "<%", "<%%"), w.err
}

func (p Project) servers(a Answers) yaml11.Value {
	roles := yaml11.Mapping{{Key: "web", Value: list(a.Hosts)}}
	for _, k := range p.Workers {
		roles = append(roles, yaml11.Field{Key: k.Name, Value: yaml11.Mapping{
			{Key: "hosts", Value: list(a.Hosts[:1])}, {Key: "cmd", Value: k.Cmd},
		}})
	}
	return roles
}

func (a Answers) proxyComment() string {
	switch {
	case a.Plain != "":
		return a.Plain
	case a.Domain == "":
		return "Without a host, kamal-proxy takes all requests, on port 80."
	}
	return "kamal-proxy gets the certificate."
}

func (p Project) proxy(a Answers) yaml11.Value {
	var m yaml11.Mapping
	if a.Domain != "" {
		m = append(m, yaml11.Field{Key: "ssl", Value: a.Plain == ""}, yaml11.Field{Key: "host", Value: a.Domain})
	}
	if p.Port != 0 && p.Port != 80 {
		m = append(m, yaml11.Field{Key: "app_port", Value: p.Port})
	}
	return append(m, yaml11.Field{Key: "healthcheck", Value: yaml11.Mapping{{Key: "path", Value: p.Health}}})
}

func (p Project) addRegistry(w *deployFile, a Answers, server, user string) {
	if a.Registry == "" {
		w.add("This registry runs on your own machine, and is reached from the servers through SSH.", "registry",
			yaml11.Mapping{{Key: "server", Value: "localhost:5555"}})
		return
	}
	var m yaml11.Mapping
	if server != "" {
		m = append(m, yaml11.Field{Key: "server", Value: server})
	}
	w.add("", "registry", append(m, yaml11.Field{Key: "username", Value: user},
		yaml11.Field{Key: "password", Value: yaml11.Sequence{RegistryPassword}}))
}

// addBuilder lets docker itself build where that is enough: its other driver has to
// be fetched first.
func (p Project) addBuilder(w *deployFile, a Answers) {
	arch := yaml11.Field{Key: "arch", Value: oneOrMore(a.Arch, "amd64")}
	if len(a.Arch) == 1 && a.Arch[0] == a.Here {
		w.add("The servers' processors are like this machine's, so docker itself can build.", "builder",
			yaml11.Mapping{arch, {Key: "driver", Value: "docker"}})
		return
	}
	w.add("The processors of the servers.", "builder", yaml11.Mapping{arch})
}

// secretNames are those that the app itself needs.
func (p Project) secretNames() []string {
	var names []string
	for _, s := range p.Secrets {
		if !s.Accessory {
			names = append(names, s.Name)
		}
	}
	return names
}

func environment(clear []Variable, secret []string) yaml11.Mapping {
	var env, values yaml11.Mapping
	for _, v := range clear {
		values = append(values, yaml11.Field{Key: v.Name, Value: v.Value})
	}
	if len(values) > 0 {
		env = append(env, yaml11.Field{Key: "clear", Value: values})
	}
	if len(secret) > 0 {
		env = append(env, yaml11.Field{Key: "secret", Value: list(secret)})
	}
	return env
}

func (p Project) accessories(a Answers) yaml11.Value {
	var all yaml11.Mapping
	for _, x := range p.Accessories {
		m := yaml11.Mapping{{Key: "image", Value: x.Image}, {Key: "host", Value: a.Hosts[0]}}
		if x.Cmd != "" {
			m = append(m, yaml11.Field{Key: "cmd", Value: x.Cmd})
		}
		if env := environment(x.Clear, x.Secrets); len(env) > 0 {
			m = append(m, yaml11.Field{Key: "env", Value: env})
		}
		if len(x.Files) > 0 {
			m = append(m, yaml11.Field{Key: "files", Value: list(x.Files)})
		}
		if len(x.Directories) > 0 {
			m = append(m, yaml11.Field{Key: "directories", Value: list(x.Directories)})
		}
		all = append(all, yaml11.Field{Key: x.Name, Value: m})
	}
	return all
}

func list(texts []string) yaml11.Sequence {
	s := make(yaml11.Sequence, len(texts))
	for i, t := range texts {
		s[i] = t
	}
	return s
}

func oneOrMore(texts []string, none string) yaml11.Value {
	switch len(texts) {
	case 0:
		return none
	case 1:
		return texts[0]
	}
	return list(texts)
}

// IsPublic reports whether an address can be reached from everywhere.
func IsPublic(a netip.Addr) bool {
	return a.IsGlobalUnicast() && !a.IsPrivate()
}
