// Package rerun tells how a container was run, by what docker says of it.
package rerun

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kballard/go-shellquote"
)

// Format is the format for docker's inspect that prints a [Container].
const Format = `{"Image":{{json .Image}},"Config":{{json .Config}},"HostConfig":{{json .HostConfig}}}`

// Env is the option before a variable, whose value may be a secret.
const Env = "--env"

// Args are the options of a docker run that makes the container again, without its
// name. After them come an image and command.
func (c Container) Args() (options, command []string) {
	w := &words{}
	c.where(w)
	c.limits(w)
	c.rights(w)
	c.health(w)
	c.environment(w)
	command = c.Config.Cmd
	if e := c.Config.Entrypoint; len(e) > 0 {
		w.each("--entrypoint", e[0])
		command = slices.Concat(e[1:], command)
	}
	return w.args, command
}

// Container is what docker's inspect says of a container.
type Container struct {
	// Image is the id of its image.
	Image      string
	Config     Config
	HostConfig struct {
		Binds         []string
		NetworkMode   string
		RestartPolicy struct {
			Name              string
			MaximumRetryCount int
		}
		PortBindings map[string][]struct{ HostIP, HostPort string }
		LogConfig    struct {
			Type   string
			Config map[string]string
		}
		Memory, MemoryReservation, MemorySwap, NanoCpus, CPUShares, ShmSize int64
		PidsLimit                                                           *int64
		CpusetCpus                                                          string
		Ulimits                                                             []struct {
			Name       string
			Soft, Hard int64
		}
		Privileged, ReadonlyRootfs                                         bool
		Init                                                               *bool
		CapAdd, CapDrop, SecurityOpt, GroupAdd, DNS, DNSSearch, ExtraHosts []string
		Sysctls, Tmpfs                                                     map[string]string
	}
}

// Config is what an image says of its containers, and a container of itself.
type Config struct {
	User            string
	Cmd, Entrypoint []string
	Env             []string
	Labels          map[string]string
	ExposedPorts    map[string]struct{}
	Healthcheck     *Healthcheck
	// StopTimeout are seconds; nil for docker's default.
	StopTimeout *int64
}

// Healthcheck is docker's own.
type Healthcheck struct {
	// Test begins with NONE, CMD or CMD-SHELL.
	Test []string
	// Interval, Timeout and StartPeriod are nanoseconds, 0 for docker's default.
	Interval, Timeout, StartPeriod time.Duration
	Retries                        int64
}

// Without leaves out what the container has of its image.
func (c Container) Without(image Config) Container {
	own, of := c.Config, image
	own.Env = slices.DeleteFunc(slices.Clone(own.Env), func(v string) bool { return slices.Contains(of.Env, v) })
	own.Labels, own.ExposedPorts = less(own.Labels, of.Labels), less(own.ExposedPorts, of.ExposedPorts)
	if own.User == of.User {
		own.User = ""
	}
	if reflect.DeepEqual(own.Healthcheck, of.Healthcheck) {
		own.Healthcheck = nil
	}
	if slices.Equal(own.Entrypoint, of.Entrypoint) {
		own.Entrypoint = nil
		if slices.Equal(own.Cmd, of.Cmd) {
			own.Cmd = nil
		}
	}
	c.Config = own
	return c
}

// less are the entries of all that some don't have.
func less[V comparable](all, some map[string]V) map[string]V {
	own := maps.Clone(all)
	maps.DeleteFunc(own, func(name string, v V) bool { have, ok := some[name]; return ok && have == v })
	return own
}

// words are those of a docker run.
type words struct{ args []string }

func (w *words) plain(texts ...string) {
	w.args = append(w.args, texts...)
}

// each gives an option once for every value, but for empty ones.
func (w *words) each(option string, values ...string) {
	for _, v := range values {
		if v != "" {
			w.plain(option, v)
		}
	}
}

func (w *words) pairs(option, between string, values map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		w.plain(option, name+between+values[name])
	}
}

func (w *words) number(option string, n int64) {
	if n > 0 {
		w.plain(option, strconv.FormatInt(n, 10))
	}
}

func (w *words) duration(option string, d time.Duration) {
	if d > 0 {
		w.plain(option, d.String())
	}
}

func (w *words) flag(option string, on bool) {
	if on {
		w.plain(option)
	}
}

// where gives network, ports and folders.
func (c Container) where(w *words) {
	h := c.HostConfig
	w.each("--network", h.NetworkMode)
	restart := h.RestartPolicy.Name
	if n := h.RestartPolicy.MaximumRetryCount; n > 0 {
		restart += ":" + strconv.Itoa(n)
	}
	w.each("--restart", restart)
	w.each("--volume", h.Binds...)
	for _, port := range slices.Sorted(maps.Keys(h.PortBindings)) {
		for _, b := range h.PortBindings[port] {
			w.plain("--publish", address(b.HostIP)+b.HostPort+":"+port)
		}
	}
	w.each("--expose", slices.Sorted(maps.Keys(c.Config.ExposedPorts))...)
	w.each("--dns", h.DNS...)
	w.each("--dns-search", h.DNSSearch...)
	w.each("--add-host", h.ExtraHosts...)
	w.pairs("--tmpfs", ":", h.Tmpfs)
	w.each("--log-driver", h.LogConfig.Type)
	w.pairs("--log-opt", "=", h.LogConfig.Config)
}

// limits gives what it may use.
func (c Container) limits(w *words) {
	const defaultShm = 64 << 20
	h := c.HostConfig
	w.number("--memory", h.Memory)
	w.number("--memory-reservation", h.MemoryReservation)
	if h.MemorySwap != 2*h.Memory {
		w.number("--memory-swap", h.MemorySwap)
	}
	if h.NanoCpus > 0 {
		w.plain("--cpus", strconv.FormatFloat(float64(h.NanoCpus)/1e9, 'f', -1, 64))
	}
	w.number("--cpu-shares", h.CPUShares)
	w.each("--cpuset-cpus", h.CpusetCpus)
	if h.PidsLimit != nil {
		w.number("--pids-limit", *h.PidsLimit)
	}
	if h.ShmSize != defaultShm {
		w.number("--shm-size", h.ShmSize)
	}
	for _, u := range h.Ulimits {
		w.plain("--ulimit", u.Name+"="+strconv.FormatInt(u.Soft, 10)+":"+strconv.FormatInt(u.Hard, 10))
	}
}

// rights gives what it may do.
func (c Container) rights(w *words) {
	h := c.HostConfig
	w.each("--user", c.Config.User)
	w.each("--group-add", h.GroupAdd...)
	w.flag("--privileged", h.Privileged)
	w.flag("--read-only", h.ReadonlyRootfs)
	if c.Config.StopTimeout != nil {
		w.plain("--stop-timeout", strconv.FormatInt(*c.Config.StopTimeout, 10))
	}
	w.flag("--init", h.Init != nil && *h.Init)
	w.each("--cap-add", h.CapAdd...)
	w.each("--cap-drop", h.CapDrop...)
	w.each("--security-opt", h.SecurityOpt...)
	w.pairs("--sysctl", "=", h.Sysctls)
}

// health gives how docker sees that it is well.
func (c Container) health(w *words) {
	h := c.Config.Healthcheck
	if h == nil || len(h.Test) == 0 {
		return
	}
	switch test := h.Test[1:]; h.Test[0] {
	case "NONE":
		w.plain("--no-healthcheck")
		return
	case "CMD-SHELL":
		w.each("--health-cmd", test...)
	default:
		w.plain("--health-cmd", shellquote.Join(test...))
	}
	w.duration("--health-interval", h.Interval)
	w.duration("--health-timeout", h.Timeout)
	w.duration("--health-start-period", h.StartPeriod)
	w.number("--health-retries", h.Retries)
}

// environment gives its variables, whose values may be secrets, and its labels.
func (c Container) environment(w *words) {
	for _, v := range c.Config.Env {
		w.plain(Env, v)
	}
	w.pairs("--label", "=", c.Config.Labels)
}

// Publish are the options for the ports of a proxy, on every address or on some.
func Publish(ips []string, http, https int) []string {
	if len(ips) == 0 {
		ips = []string{""}
	}
	var args []string
	for _, ip := range ips {
		ip = address(ip)
		args = append(args, "--publish", ip+strconv.Itoa(http)+":80", "--publish", ip+strconv.Itoa(https)+":443")
	}
	return args
}

// address is what stands before a port that is published on an address only; nothing
// for every address.
func address(ip string) string {
	switch {
	case ip == "":
		return ""
	case strings.Contains(ip, ":") && !strings.HasPrefix(ip, "["):
		return "[" + ip + "]:"
	default:
		return ip + ":"
	}
}
