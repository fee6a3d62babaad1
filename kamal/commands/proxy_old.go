package commands

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// Old prints how the container that is there was run, for [ParseOldProxy].
func (p Proxy) Old() Cmd {
	const format = `{"Image":{{json .Image}},"Config":{{json .Config}},"HostConfig":{{json .HostConfig}}}`
	return docker("container", "inspect", "--format", format, ProxyContainer).QuietErrors().Optional()
}

// OldProxy is how a proxy was run, with the options of docker that a proxy may have.
// The zero value is one that is not known.
type OldProxy struct{ args []Word }

// again runs the old proxy in place of the new one, and fails all the same.
func (o OldProxy) again() Cmd {
	if o.args == nil {
		return Command("false")
	}
	run := docker("run", "--name", ProxyContainer, "--detach").Word(o.args...)
	return And(Proxy{}.remove().Quiet().Optional(), run, printLine(swapRestored), Command("false"))
}

// ParseOldProxy reads what [Proxy.Old] prints.
func ParseOldProxy(output string) OldProxy {
	var c oldContainer
	if err := json.Unmarshal([]byte(output), &c); err != nil || c.Image == "" {
		return OldProxy{}
	}
	w := &oldOptions{}
	c.where(w)
	c.limits(w)
	c.rights(w)
	c.environment(w)
	command := c.Config.Cmd
	if e := c.Config.Entrypoint; len(e) > 0 {
		w.each("--entrypoint", e[0])
		command = slices.Concat(e[1:], command)
	}
	w.plain(c.Image)
	w.plain(command...)
	return OldProxy{w.args}
}

// oldContainer is what docker says of a container.
type oldContainer struct {
	Image  string
	Config struct {
		User            string
		Cmd, Entrypoint []string
		Env             []string
		Labels          map[string]string
		ExposedPorts    map[string]struct{}
	}
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

// oldOptions are the words of a docker run.
type oldOptions struct{ args []Word }

func (w *oldOptions) plain(texts ...string) {
	for _, t := range texts {
		w.args = append(w.args, Text(t))
	}
}

// each gives an option once for every value, but for empty ones.
func (w *oldOptions) each(option string, values ...string) {
	for _, v := range values {
		if v != "" {
			w.plain(option, v)
		}
	}
}

func (w *oldOptions) pairs(option, between string, values map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		w.plain(option, name+between+values[name])
	}
}

func (w *oldOptions) number(option string, n int64) {
	if n > 0 {
		w.plain(option, strconv.FormatInt(n, 10))
	}
}

func (w *oldOptions) flag(option string, on bool) {
	if on {
		w.plain(option)
	}
}

// where gives network, ports and folders.
func (c oldContainer) where(w *oldOptions) {
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
func (c oldContainer) limits(w *oldOptions) {
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
func (c oldContainer) rights(w *oldOptions) {
	h := c.HostConfig
	w.each("--user", c.Config.User)
	w.each("--group-add", h.GroupAdd...)
	w.flag("--privileged", h.Privileged)
	w.flag("--read-only", h.ReadonlyRootfs)
	w.flag("--init", h.Init != nil && *h.Init)
	w.each("--cap-add", h.CapAdd...)
	w.each("--cap-drop", h.CapDrop...)
	w.each("--security-opt", h.SecurityOpt...)
	w.pairs("--sysctl", "=", h.Sysctls)
}

// environment gives its variables, whose values may be secrets, and its labels.
func (c oldContainer) environment(w *oldOptions) {
	for _, v := range c.Config.Env {
		w.args = append(w.args, Text("--env"), Secret(v))
	}
	w.pairs("--label", "=", c.Config.Labels)
}
