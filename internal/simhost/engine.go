package simhost

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/minishell"
)

// engine is a host's Docker engine.
type engine struct {
	host *Host

	mu         sync.Mutex
	containers []*container // oldest first
	images     []*image
	networks   []string
	builders   map[string]string // name to endpoint
	contexts   map[string]string // name to host
	services   map[string]*service
	made       map[string]int // how often ids were given, by name
}

type container struct {
	id, name, ref string
	image         *image
	state         string // created, running, restarting, exited
	exitCode      int
	labels        map[string]string
	networks      []string
	mounts        []mount
	healthCmd     string
	ports         []string // of the host, as they are published
	autoRemove    bool
	starts        int
	created       time.Time
	began         time.Time
	stalls        bool // it runs and does not answer
	// made are the options that it was run with, each with its values in order, its
	// env files read in; args are its command.
	made map[string][]string
	args []string
}

type mount struct{ Source, Destination string }

type image struct {
	id     string
	refs   []string
	labels map[string]string
}

// service is what kamal-proxy knows of one.
type service struct {
	target, state string
	options       map[string][]string
}

// Container is a container as seen from outside.
type Container struct {
	ID, Name, Image, State string
	Networks               []string
	Labels                 map[string]string
	Options                map[string][]string
	Command                []string
	Starts                 int
}

// Service is what kamal-proxy serves, as seen from outside.
type Service struct {
	State   string
	Options map[string][]string
}

// Containers are all containers of the host, the oldest first.
func (h *Host) Containers() []Container {
	h.engine.mu.Lock()
	defer h.engine.mu.Unlock()
	var all []Container
	for _, c := range h.engine.containers {
		all = append(all, Container{
			c.id, c.name, c.ref, c.state, slices.Clone(c.networks), maps.Clone(c.labels), maps.Clone(c.made), slices.Clone(c.args), c.starts,
		})
	}
	return all
}

// Services are what kamal-proxy serves, by name.
func (h *Host) Services() map[string]Service {
	h.engine.mu.Lock()
	defer h.engine.mu.Unlock()
	all := map[string]Service{}
	for name, s := range h.engine.services {
		all[name] = Service{s.state, maps.Clone(s.options)}
	}
	return all
}

// Images are the references of all images of the host.
func (h *Host) Images() []string {
	h.engine.mu.Lock()
	defer h.engine.mu.Unlock()
	var all []string
	for _, i := range h.engine.images {
		all = append(all, i.refs...)
	}
	return all
}

// Serving is the name of the container that kamal-proxy sends the requests of a
// service to, while both run; else empty.
func (h *Host) Serving(name string) string {
	h.engine.mu.Lock()
	defer h.engine.mu.Unlock()
	s, proxy := h.engine.services[name], h.engine.find("kamal-proxy")
	if s == nil || proxy == nil || proxy.state != "running" {
		return ""
	}
	c := h.engine.find(s.target)
	if c == nil || c.state != "running" {
		return ""
	}
	return c.name
}

// run carries out one docker command line.
func (e *engine) run(ctx context.Context, c minishell.Call) int {
	args := c.Args[1:]
	if len(args) == 0 {
		return fail(c, "no command")
	}
	if slices.Contains([]string{"container", "image"}, args[0]) && len(args) > 1 {
		if args[0] == "image" && args[1] != "pull" {
			return e.named(c, args[1:], imageCommands[args[1]])
		}
		args = args[1:]
	}
	switch args[0] {
	case "exec":
		return e.exec(ctx, c, args[1:])
	case "logs":
		return e.logs(ctx, c, args[1:])
	case "run":
		return e.locked(c, args[1:], (*engine).runContainer)
	}
	return e.named(c, args, commands[args[0]])
}

// command is one docker command, run under the lock.
type command func(e *engine, c minishell.Call, args []string) int

// named runs the command whose name is the first of args.
func (e *engine) named(c minishell.Call, args []string, do command) int {
	switch {
	case do == nil:
		return fail(c, "'%s' is not a docker command.", strings.Join(c.Args[1:], " "))
	case len(parse(args[1:], false).args) < leastArgs[args[0]]:
		return fail(c, "'%s' lacks arguments.", strings.Join(c.Args[1:], " "))
	}
	return e.locked(c, args[1:], do)
}

func (e *engine) locked(c minishell.Call, args []string, do command) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return do(e, c, args)
}

// leastArgs is how many arguments commands need.
var leastArgs = map[string]int{
	"push": 1, "pull": 1, "tag": 2, "rename": 2, "cp": 2, "network": 1, "buildx": 1, "context": 1,
}

// commands and imageCommands are all but those that run programs.
var commands = map[string]command{
	"-v": version, "--version": version, "version": version, "info": info,
	"login": (*engine).login, "logout": (*engine).logout, "push": push,
	"network": (*engine).network, "buildx": (*engine).buildx, "context": (*engine).context,
	"ls": (*engine).list, "ps": (*engine).list, "inspect": (*engine).inspect,
	"start": (*engine).start, "stop": (*engine).stop, "kill": (*engine).kill, "rm": (*engine).remove, "rename": (*engine).rename,
	"create": (*engine).create, "prune": (*engine).prune, "cp": (*engine).copy,
	"pull": (*engine).pull, "tag": (*engine).tag, "rmi": (*engine).removeImage,
}

var imageCommands = map[string]command{
	"ls": (*engine).listImages, "rm": (*engine).removeImage, "prune": (*engine).pruneImages, "tag": (*engine).tag,
}

func version(_ *engine, c minishell.Call, args []string) int {
	if text := parse(args, false).get("format"); text != "" {
		return format(c, text, map[string]any{"Server": map[string]any{"Version": "28.0.0"}})
	}
	fmt.Fprintln(c.Stdout, "Docker version 28.0.0, simulated")
	return 0
}

func push(e *engine, _ minishell.Call, args []string) int {
	ref := args[len(args)-1]
	if i := e.findImage(ref); i != nil {
		e.host.world.push(ref, i.labels)
	}
	return 0
}

func info(_ *engine, c minishell.Call, args []string) int {
	return format(c, parse(args, false).get("format"), map[string]any{
		"Architecture":   "x86_64",
		"RegistryConfig": map[string]any{"Mirrors": []string{}},
	})
}

// daemon says what docker's daemon says of something that can't be done.
func daemon(c minishell.Call, format string, args ...any) int {
	fmt.Fprintf(c.Stderr, "Error response from daemon: "+format+"\n", args...)
	return 1
}

func noSuch(c minishell.Call, name string) int { return daemon(c, "No such container: %s", name) }

// newID gives the id of a new thing.
func (e *engine) newID(name string) string {
	e.made[name]++
	sum := sha256.Sum256([]byte(e.host.Name + "\x00" + name + "\x00" + strconv.Itoa(e.made[name])))
	return hex.EncodeToString(sum[:])
}

func (e *engine) find(name string) *container {
	for _, c := range e.containers {
		if c.name == name || len(name) >= 12 && strings.HasPrefix(c.id, name) {
			return c
		}
	}
	return nil
}

func (e *engine) findImage(ref string) *image {
	repository, tag := splitRef(ref)
	for _, i := range e.images {
		if slices.Contains(i.refs, repository+":"+tag) || slices.Contains(i.refs, ref) || len(ref) >= 12 && strings.HasPrefix(i.id, ref) {
			return i
		}
	}
	return nil
}
