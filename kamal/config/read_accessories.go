package config

import (
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

func (r *reader) readAccessories() {
	for _, v := range r.root.get("accessories").entries() {
		if v.is(yaml11.Map) {
			r.config.Accessories = append(r.config.Accessories, r.accessory(v))
		}
	}
}

// accessory reads all of an accessory but its proxy.
func (r *reader) accessory(v value) *Accessory {
	a := &Accessory{Name: v.name, Registry: r.config.Registry}
	a.ContainerName = v.get("service").text()
	r.checkName(v, "an accessory", a.Name)
	if service := v.get("service"); service.node != nil && service.there() {
		r.checkName(service, "a container", a.ContainerName)
	} else {
		a.ContainerName = r.config.Service + "-" + a.Name
	}
	a.Image = v.get("image").text()
	if reg := v.get("registry"); reg.is(yaml11.Map) {
		a.Registry, a.ownRegistry = r.registryOf(reg), true
		a.Image = a.Registry.at(a.Image)
	}
	a.Hosts = r.accessoryHosts(v)
	a.Publish = v.get("port").text()
	if a.Publish != "" && !strings.Contains(a.Publish, ":") {
		a.Publish += ":" + a.Publish
	}
	a.Cmd = v.get("cmd").text()
	a.Options, a.Restart = r.dockerOptions(v.get("options"))
	a.Labels = r.readLabels(v.get("labels"))
	a.Env = envOf(v.get("env"))
	a.Volumes = v.get("volumes").texts()
	a.Files = r.mounts(v.get("files"))
	a.Directories = r.mounts(v.get("directories"))
	a.Network = v.get("network").text()
	return a
}

// places are the keys that say where an accessory runs.
var places = []string{"host", "hosts", "role", "roles", "tag", "tags"}

func (r *reader) accessoryHosts(v value) []Host {
	var given []string
	for _, key := range places {
		if v.has(key) {
			given = append(given, key)
		}
	}
	switch len(given) {
	case 0:
		r.fail(v, "%s has no hosts", v.path).suggest("write one of %s", strings.Join(places, ", "))
		return nil
	case 1:
	default:
		return nil // a file that says it twice is refused
	}
	at := v.get(given[0])
	names := at.texts()
	if at.there() && at.node.Scalar() {
		names = []string{at.text()}
	}
	switch given[0] {
	case "role", "roles":
		return r.hostsOfRoles(at, names)
	case "tag", "tags":
		return r.hostsOfTags(at, names)
	}
	var hosts []Host
	for _, name := range names {
		hosts = appendNew(hosts, []Host{Host(name)})
	}
	return hosts
}

func (r *reader) hostsOfRoles(v value, names []string) []Host {
	var hosts []Host
	for _, name := range names {
		role := r.config.Role(name)
		if role == nil {
			e := r.fail(v, "%s: there is no role %q", v.path, name)
			if near := nearest(name, r.roleNames()); near != "" {
				e.suggest("did you mean %q?", near)
			}
			continue
		}
		hosts = appendNew(hosts, role.Hosts)
	}
	return hosts
}

func (r *reader) roleNames() []string {
	var names []string
	for _, role := range r.config.Roles {
		names = append(names, role.Name)
	}
	return names
}

func (r *reader) hostsOfTags(v value, names []string) []Host {
	var hosts []Host
	for _, name := range names {
		before := len(hosts)
		for _, role := range r.config.Roles {
			for _, host := range role.Hosts {
				if slices.Contains(role.tags[host], name) {
					hosts = appendNew(hosts, []Host{host})
				}
			}
		}
		if len(hosts) == before && !r.carried(name) {
			r.warn(v, "%s: no host has the tag %q", v.path, name)
		}
	}
	return hosts
}

func (r *reader) carried(tag string) bool {
	return slices.ContainsFunc(r.config.Roles, func(role *Role) bool {
		return slices.ContainsFunc(role.Hosts, func(h Host) bool { return slices.Contains(role.tags[h], tag) })
	})
}

// mounts reads files or directories.
func (r *reader) mounts(v value) []Mount {
	var mounts []Mount
	for _, item := range v.items() {
		if item.is(yaml11.Map) {
			mounts = append(mounts, Mount{
				Local: item.get("local").text(), Remote: item.get("remote").text(),
				Mode: item.get("mode").text(), Owner: item.get("owner").text(), Options: item.get("options").text(),
			})
			continue
		}
		parts := strings.SplitN(item.text(), ":", 3)
		if item.there() && (len(parts) < 2 || parts[0] == "" || parts[1] == "") {
			r.fail(item, "%s must be LOCAL:REMOTE or LOCAL:REMOTE:OPTIONS, not %q", item.path, item.text())
			continue
		}
		parts = append(parts, "", "")
		mounts = append(mounts, Mount{Local: parts[0], Remote: parts[1], Options: parts[2]})
	}
	return mounts
}
