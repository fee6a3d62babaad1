package config

import (
	"bytes"
	"cmp"
	"strconv"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// YAML gives the configuration as kamal config prints it: what a deploy goes by,
// with the sections builder, sshkit and accessories as they were merged. Secrets
// are redacted. It fails where [Config.Version] does.
func (c *Config) YAML() ([]byte, error) {
	fields, err := c.dump()
	if err != nil {
		return nil, err
	}
	for i := range fields {
		fields[i].Symbol = true
		if options, ok := fields[i].Value.(yaml11.Mapping); ok && fields[i].Key == "ssh_options" {
			for j := range options {
				options[j].Symbol = true
			}
		}
	}
	var out bytes.Buffer
	err = yaml11.Encode(&out, fields)
	return out.Bytes(), err
}

// JSON gives the same as [Config.YAML], as one indented object.
func (c *Config) JSON() ([]byte, error) {
	fields, err := c.dump()
	if err != nil {
		return nil, err
	}
	return encodeJSON(fields)
}

func (c *Config) dump() (yaml11.Mapping, error) {
	version, err := c.Version()
	if err != nil {
		return nil, err
	}
	m := mapping{}
	var roles []string
	for _, r := range c.Roles {
		roles = append(roles, r.Name)
	}
	m.add("roles", sequence(roles))
	m.add("hosts", sequence(c.Hosts()))
	m.text("primary_host", string(c.PrimaryHost()))
	m.add("version", string(version))
	m.add("repository", c.Repository())
	m.add("absolute_image", c.ImageAt(version))
	m.add("service_with_version", c.Service+"-"+string(version))
	var volumes []string
	for _, v := range c.Volumes {
		volumes = append(volumes, "--volume", v)
	}
	m.add("volume_args", sequence(volumes))
	m.add("ssh_options", c.SSH.dump())
	m.raw("sshkit", c.tree, yaml11.Mapping{})
	m.raw("builder", c.tree, yaml11.Mapping{})
	m.raw("accessories", c.tree, nil)
	m.add("logging", sequence(c.Logging.args()))
	if c.Traefik != nil {
		m.add("healthcheck", c.Healthcheck.dump())
	}
	return yaml11.Mapping(m), nil
}

func (s SSH) dump() yaml11.Mapping {
	m := mapping{}
	m.add("user", cmp.Or(s.User, defaultSSHUser))
	m.add("port", cmp.Or(s.Port, defaultSSHPort))
	m.text("proxy", s.Proxy)
	if s.Proxy == "" {
		m.text("proxy_command", s.ProxyCommand)
	}
	m.list("keys", s.Keys)
	if s.KeysOnly {
		m.add("keys_only", true)
	}
	keys := make([]string, len(s.KeyData))
	for i := range keys {
		keys[i] = Secret{}.String()
	}
	m.list("key_data", keys)
	m.list("config", s.ConfigFiles)
	if s.ConfigFiles != nil && len(s.ConfigFiles) == 0 {
		m.add("config", false)
	}
	m.add("forward_agent", s.ForwardAgent)
	m.add("log_level", s.LogLevel)
	return yaml11.Mapping(m)
}

func (l Logging) args() []string {
	var args []string
	if l.Driver != "" {
		args = append(args, "--log-driver", l.Driver)
	}
	for _, o := range l.Options {
		option := o.Name
		if o.Value != "" {
			option += "=" + strconv.Quote(o.Value)
		}
		args = append(args, "--log-opt", option)
	}
	return args
}

func (h Healthcheck) dump() yaml11.Mapping {
	m := mapping{}
	m.text("cmd", h.Cmd)
	m.text("port", h.Port)
	m.text("path", h.Path)
	m.text("interval", h.Interval)
	m.add("max_attempts", h.MaxAttempts)
	if h.Cord == "" {
		m.add("cord", false)
	} else {
		m.add("cord", h.Cord)
	}
	m.add("log_lines", h.LogLines)
	return yaml11.Mapping(m)
}

// mapping collects the pairs of a map that have a value.
type mapping yaml11.Mapping

func (m *mapping) add(key string, v yaml11.Value) {
	*m = append(*m, yaml11.Field{Key: key, Value: v})
}

func (m *mapping) text(key, s string) {
	if s != "" {
		m.add(key, s)
	}
}

func (m *mapping) list(key string, items []string) {
	if len(items) > 0 {
		m.add(key, sequence(items))
	}
}

// raw adds a section as it is in the merged files; without one, the other value
// if that is not nil.
func (m *mapping) raw(key string, tree *yaml11.Node, otherwise yaml11.Value) {
	if n := tree.Get(key); n != nil {
		m.add(key, plainValue(n, key == "accessories"))
	} else if otherwise != nil {
		m.add(key, otherwise)
	}
}

func sequence[T ~string](items []T) yaml11.Sequence {
	out := make(yaml11.Sequence, len(items))
	for i, item := range items {
		out[i] = string(item)
	}
	return out
}
