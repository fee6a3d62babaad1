package starter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// composeFiles are the names of compose files, in the order of docker's choice.
var composeFiles = []string{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"}

// composing takes a compose file apart.
type composing struct {
	folder
	project  *Project
	services []service
	web      service
}

// service is a service of a compose file.
type service struct {
	name string
	node *yaml11.Node
}

// compose makes accessories of the services of a compose file, and takes what it
// says of the app.
func (f folder) compose(p *Project) error {
	file := f.first(composeFiles...)
	if file == "" {
		return nil
	}
	doc, err := yaml11.Parse(file, []byte(f.read(file)))
	if err != nil {
		return err
	}
	p.Compose = file
	c := &composing{folder: f, project: p}
	services := doc.Root.Get("services")
	if services == nil || services.Kind != yaml11.Map {
		return nil
	}
	for _, pair := range services.Map {
		c.services = append(c.services, service{pair.Key, pair.Value})
	}
	c.web = c.chooseWeb()
	for _, s := range c.services {
		c.take(s)
	}
	return nil
}

// chooseWeb finds the service that is the app: of those that are built the one
// that has ports, or is called so, or is the first.
func (c *composing) chooseWeb() service {
	var built []service
	for _, s := range c.services {
		if s.node.Get("build") != nil {
			built = append(built, s)
		}
	}
	for _, fits := range []func(service) bool{
		func(s service) bool { return len(c.ports(s)) > 0 },
		func(s service) bool { return slices.Contains([]string{"web", "app", "server", "api"}, s.name) },
		func(service) bool { return true },
	} {
		if i := slices.IndexFunc(built, fits); i >= 0 {
			return built[i]
		}
	}
	return service{}
}

// replaced are images whose work kamal-proxy does, tools those for development.
var (
	replaced = regexp.MustCompile(`(^|/)(nginx|traefik|caddy|haproxy|nginx-proxy|jwilder/nginx-proxy|acme-companion)(:|$)`)
	tools    = regexp.MustCompile(`(^|/)(adminer|mailhog|mailpit|mailcatcher|maildev|pgadmin4|phpmyadmin|redis-commander|mongo-express|ngrok|watchtower|portainer|portainer-ce)(:|$)`)
)

func (c *composing) take(s service) {
	image := c.value(text(s.node.Get("image")))
	switch {
	case s.name == c.web.name:
		c.takeWeb(s)
	case s.node.Get("build") != nil && sameBuild(s.node.Get("build"), c.web.node.Get("build")):
		c.takeWorker(s)
	case s.node.Get("build") != nil:
		c.left(s, "it is built of another folder, and needs an image in a registry")
	case image == "":
		c.left(s, "it has no image")
	case strings.Contains(image, "${"):
		c.left(s, "its image "+image+" depends on a variable")
	case replaced.MatchString(image):
		c.left(s, "kamal-proxy takes the place of "+image)
	case tools.MatchString(image) || s.node.Get("profiles") != nil:
		c.left(s, "it is there for development")
	default:
		c.takeAccessory(s, image)
	}
}

func (c *composing) left(s service, why string) {
	c.project.Left = append(c.project.Left, fmt.Sprintf("service %s of %s: %s", s.name, c.project.Compose, why))
}

// taken are the keys of a service that have a place in the configuration, or need
// none.
var taken = []string{
	"image", "build", "ports", "expose", "environment", "volumes", "command", "container_name", "restart", "depends_on",
	"networks", "links", "hostname", "stdin_open", "tty", "profiles", "healthcheck", "logging", "pull_policy", "init", "env_file",
}

// leftKeys tells of what else the service has.
func (c *composing) leftKeys(s service) {
	var keys []string
	for _, pair := range s.node.Map {
		if !slices.Contains(taken, pair.Key) && !strings.HasPrefix(pair.Key, "x-") {
			keys = append(keys, pair.Key)
		}
	}
	if len(keys) > 0 {
		c.left(s, strings.Join(keys, ", ")+": see kamal docs for what can take its place")
	}
}

func (c *composing) takeWeb(s service) {
	p := c.project
	if ports := c.ports(s); len(ports) > 0 {
		p.Port, p.PortFrom = bestPort(ports), p.Compose
	}
	if m := healthOnHost.FindStringSubmatch(strings.Join(c.words(s.node.Get("healthcheck").Get("test")), " ")); m != nil {
		p.Health = m[1]
	}
	for _, v := range c.environment(s) {
		if c.isSecretIn(v) {
			p.addSecret(Secret{Name: v.Name, From: c.source(v.Name), Was: withoutLogin(c.renamed(v.Value))})
		} else {
			p.addClear(Variable{v.Name, c.renamed(v.Value)})
		}
	}
	p.Volumes = c.namedVolumes(s)
	if command := c.command(s); command != "" {
		c.left(s, "command "+command+": the image says what it runs, and cmd of the role web what it runs instead")
	}
	c.leftKeys(s)
}

func (c *composing) takeWorker(s service) {
	cmd := c.command(s)
	if cmd == "" {
		c.left(s, "it runs the same as "+c.web.name)
		return
	}
	name := serviceName(s.name)
	for name == "web" || slices.ContainsFunc(c.project.Workers, func(w Worker) bool { return w.Name == name }) {
		name += "-2"
	}
	c.project.Workers = append(c.project.Workers, Worker{name, cmd})
}

func (c *composing) takeAccessory(s service, image string) {
	if serviceName(s.name) == "all" {
		c.left(s, "no accessory can be called so, for it means all of them")
		return
	}
	if slices.ContainsFunc(c.project.Accessories, func(a Accessory) bool { return a.Name == serviceName(s.name) }) {
		c.left(s, "another one has the same name but for its punctuation")
		return
	}
	a := Accessory{Name: serviceName(s.name), Image: image, Cmd: c.command(s)}
	for _, v := range c.environment(s) {
		if c.isSecretIn(v) {
			a.Secrets = append(a.Secrets, v.Name)
			c.project.addSecret(Secret{Name: v.Name, Accessory: true})
		} else {
			a.Clear = append(a.Clear, v)
		}
	}
	c.mounts(s, &a)
	c.leftKeys(s)
	c.project.Accessories = append(c.project.Accessories, a)
}

// isSecretIn reports whether a variable is to come from the secrets: one that looks
// so, or one for whose value compose has none itself.
func (c *composing) isSecretIn(v Variable) bool {
	return isSecret(v.Name, v.Value) || v.Value == "" || strings.Contains(v.Value, "${")
}

// renamed gives a value with the names under which the app reaches the accessories.
func (c *composing) renamed(value string) string {
	for _, s := range c.services {
		if s.name == c.web.name || s.node.Get("image") == nil {
			continue
		}
		name := c.project.Name + "-" + serviceName(s.name)
		if value == s.name {
			return name
		}
		value = regexp.MustCompile(`(//|@)`+regexp.QuoteMeta(s.name)+`($|[:/?])`).ReplaceAllString(value, "${1}"+name+"${2}")
		value = regexp.MustCompile(`^`+regexp.QuoteMeta(s.name)+`:(\d+)`).ReplaceAllString(value, name+":${1}")
	}
	return value
}

// withoutLogin gives an address without its password; nothing for any other value,
// for it may be the secret itself.
func withoutLogin(value string) string {
	if !withLogin.MatchString(value) {
		return ""
	}
	return regexp.MustCompile(`://([^/\s@:]*):[^/\s@]*@`).ReplaceAllString(value, "://$1:...@")
}
