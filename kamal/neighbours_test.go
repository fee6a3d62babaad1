package kamal_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// tenant is one of two services on a host: what it is called, and what it has.
type tenant struct {
	service, destination string
	traefik              bool
	app, proxied, plain  bool
	// accessories begins the names of accessories: two destinations of a service
	// can't have one of the same name.
	accessories string
}

func (s tenant) String() string {
	var name strings.Builder
	name.WriteString(s.service)
	if s.destination != "" {
		name.WriteString("@" + s.destination)
	}
	for _, has := range []struct {
		what string
		it   bool
	}{{"Traefik", s.traefik}, {"app", s.app}, {"proxied", s.proxied}, {"plain", s.plain}} {
		if has.it {
			name.WriteString(" " + has.what)
		}
	}
	return name.String()
}

// configuration is that of the service. All tenants have the same images beside
// the app's own.
func (s tenant) configuration() string {
	var b strings.Builder
	fmt.Fprintf(&b, "service: %s\nimage: acme/%[1]s\nregistry: {server: registry.example.com, username: u, password: [REGISTRY_PASSWORD]}\n", s.service)
	b.WriteString("builder: {arch: amd64, context: .}\nenv: {secret: [TOKEN]}\n")
	if s.app {
		b.WriteString("servers: {web: {hosts: [app1]}, job: {hosts: [app1], cmd: bin/job}}\n")
	}
	switch {
	case s.traefik:
		b.WriteString("traefik: {env: {secret: [KEY]}}\n")
	case s.app:
		fmt.Fprintf(&b, "proxy: {host: %s%s.example.com, ssl: {certificate_pem: CERTIFICATE, private_key_pem: KEY}}\n", s.service, s.destination)
	}
	b.WriteString("accessories:\n")
	fmt.Fprintf(&b, "  %sspare: {image: \"redis:7\", host: app1, env: {secret: [TOKEN]}}\n", s.accessories)
	if s.plain {
		fmt.Fprintf(&b, "  %sdb: {image: \"postgres:17\", host: app1, env: {secret: [TOKEN]}, directories: [\"data:/data\"]}\n", s.accessories)
	}
	if s.proxied {
		fmt.Fprintf(&b, "  %stool: {image: \"tool:1\", host: app1, proxy: {host: %[1]stool.%s%s.example.com}}\n", s.accessories, s.service, s.destination)
	}
	return b.String()
}

// routes are the names under which kamal-proxy serves it.
func (s tenant) routes() []string {
	var all []string
	if s.app && !s.traefik {
		name := s.service + "-web"
		if s.destination != "" {
			name += "-" + s.destination
		}
		all = append(all, name)
	}
	if s.proxied {
		all = append(all, s.service+"-"+s.accessories+"tool")
	}
	return all
}

// fits reports whether two services can share a host: there is one proxy.
func (s tenant) fits(o tenant) bool { return s.traefik == o.traefik || !o.app && !o.proxied }

// tenants are the ways to have something on a host.
func tenants(service, destination, accessories string) []tenant {
	base := tenant{service: service, destination: destination, accessories: accessories}
	var all []tenant
	for _, has := range []tenant{
		{app: true},
		{proxied: true},
		{plain: true},
		{app: true, proxied: true, plain: true},
		{traefik: true, app: true},
		{traefik: true, app: true, plain: true},
	} {
		t := base
		t.traefik, t.app, t.proxied, t.plain = has.traefik, has.app, has.proxied, has.plain
		all = append(all, t)
	}
	return all
}

// takings are all operations that take away, stop, or make anew.
var takings = []string{
	"app-stop", "app-start", "app-boot", "deploy --skip-push", "redeploy --skip-push", "rollback", "app-stale-containers --stop",
	"app-maintenance", "app-live", "app-remove-containers", "app-remove-images", "app-remove-app-directories", "app-remove",
	"accessory-stop all", "accessory-start all", "accessory-restart all", "accessory-reboot all", "accessory-pull-image all", "accessory-upload all",
	"accessory-remove-container all", "accessory-remove-image all", "accessory-remove-service-directory all", "accessory-remove all",
	"proxy-boot", "proxy-reboot", "proxy-restart", "proxy-stop", "proxy-start",
	"proxy-boot-config-set", "proxy-boot-config-reset", "proxy-remove-container", "proxy-remove-image", "proxy-remove-proxy-directory", "proxy-remove",
	"traefik-boot", "traefik-reboot", "traefik-restart", "traefik-stop", "traefik-start", "traefik-remove",
	"upgrade", "downgrade", "upgrade --rolling", "proxy-upgrade", "traefik-downgrade", "accessory-upgrade all", "accessory-downgrade all",
	"prune-all", "prune-containers", "prune-images", "env-push", "env-delete",
	"registry-login", "registry-logout", "registry-remove", "server-bootstrap", "lock-acquire mine", "lock-release", "remove", "remove",
}

// undoing are those after which the service is set up again.
var undoing = []string{"stop", "remove", "delete", "logout"}

// neighbours are two services that share a host.
type neighbours struct {
	mine, theirs *fleet
	kind         tenant
	same         bool // the service, in two destinations
	files        map[string]string
	images       []string
	containers   []kamaltest.Container
	serving      map[string]string
}

func newNeighbours(t *testing.T, mine, theirs tenant) *neighbours {
	t.Helper()
	n := &neighbours{theirs: newFleet(t, theirs.configuration()), kind: theirs, same: mine.service == theirs.service}
	n.mine = newFleet(t, mine.configuration())
	n.mine.Recorder = n.theirs.Recorder
	n.mine.destination, n.theirs.destination = mine.destination, theirs.destination
	n.theirs.must(setup)
	if theirs.app {
		n.theirs.version = "2"
		n.theirs.must(deploy)
	}
	if _, err := n.theirs.operation("accessory-stop", theirs.accessories+"spare"); err != nil {
		t.Fatal(err)
	}
	n.files, n.serving = map[string]string{}, map[string]string{}
	for _, file := range n.theirs.Host("app1").Files() {
		n.files[file], _ = n.theirs.Host("app1").File(file)
	}
	delete(n.files, dockersFile) // docker keeps one session for both
	n.containers = n.relevant()
	for _, c := range n.containers {
		n.images = append(n.images, c.Image)
	}
	for _, r := range theirs.routes() {
		n.serving[r] = n.theirs.Host("app1").Serving(r)
		if n.serving[r] == "" {
			t.Fatalf("%s is not served: the test is worth nothing", r)
		}
	}
	return n
}

// relevant are the containers of the host that matter to the neighbour: its own,
// and the proxy that it has. A prune keeps only so many stopped ones of a service.
func (n *neighbours) relevant() []kamaltest.Container {
	return slices.DeleteFunc(n.theirs.Host("app1").Containers(), func(c kamaltest.Container) bool {
		return n.same && c.State != "running" && !strings.Contains(c.Name, "spare")
	})
}

// check looks whether all that the neighbour had is still there.
func (n *neighbours) check(t *testing.T, after string) (ok bool) {
	t.Helper()
	host, problems := n.theirs.Host("app1"), []string{}
	for _, want := range n.containers {
		found := slices.ContainsFunc(host.Containers(), func(c kamaltest.Container) bool {
			return c.Name == want.Name && c.State == want.State && slices.Equal(c.Networks, want.Networks)
		})
		if !found {
			problems = append(problems, fmt.Sprintf("container %+v", want))
		}
	}
	for _, image := range n.images {
		if !slices.Contains(host.Images(), image) {
			problems = append(problems, "image "+image)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(n.files)) {
		if text, ok := host.File(file); !ok || text != n.files[file] && !strings.HasSuffix(file, "traefik.env") {
			problems = append(problems, "file "+file)
		}
	}
	for route, want := range n.serving {
		if got := host.Serving(route); got != want {
			problems = append(problems, fmt.Sprintf("route %s: %q serves it, not %q", route, got, want))
		}
	}
	if len(problems) > 0 {
		t.Errorf("after %s the neighbour lacks\n  %s", after, strings.Join(problems, "\n  "))
	}
	return len(problems) == 0
}

// Whatever one of two services on a host does, the other goes on being served,
// and keeps its containers, images and files.
func TestNeighbours_AreLeftAlone(t *testing.T) {
	names := []struct{ mine, destination, theirs, theirDestination string }{
		{"shop", "", "blog", ""},
		{"shop", "", "shop-web", ""},
		{"shop-web", "", "shop", ""},
		{"shop", "", "shop-db", ""},
		{"shop-db", "", "shop", ""},
		{"shop", "", "shop", "staging"},
		{"shop", "staging", "shop", ""},
	}
	tried, worked, pairs := 0, map[string]bool{}, 0
	everything := map[int]bool{3: true, 5: true} // of each generation: enough where only names differ
	for n, name := range names {
		theirAccessories := ""
		if name.mine == name.theirs {
			theirAccessories = "their-"
		}
		for i, mine := range tenants(name.mine, name.destination, "") {
			if n > 0 && !everything[i] {
				continue
			}
			for _, theirs := range tenants(name.theirs, name.theirDestination, theirAccessories) {
				if !mine.fits(theirs) && !theirs.fits(mine) {
					continue
				}
				pairs++
				t.Run(mine.String()+" beside "+theirs.String(), func(t *testing.T) {
					bubble(t, func(t *testing.T) { tried += tryAll(t, newNeighbours(t, mine, theirs), worked) })
				})
			}
		}
	}
	for _, op := range takings {
		if !worked[op] {
			t.Errorf("%s never worked: it was not tried", op)
		}
	}
	t.Logf("%d operations in %d pairs", tried, pairs)
}

func tryAll(t *testing.T, n *neighbours, worked map[string]bool) (tried int) {
	t.Helper()
	ready := false
	for i, line := range takings {
		if !ready {
			// Where it can't be set up beside the other, it has nothing to take away.
			if _, err := n.mine.operation("setup", "--skip-push"); err != nil {
				t.Skip(err)
			}
		}
		n.mine.version = config.Version(fmt.Sprintf("m%d", i/3))
		name, rest, _ := strings.Cut(line, " ")
		if _, err := n.mine.operation(name, rest); err == nil {
			worked[line] = true
		}
		tried++
		if !n.check(t, line) {
			return tried
		}
		ready = !slices.ContainsFunc(undoing, func(u string) bool { return strings.Contains(line, u) })
	}
	return tried
}
