package kamaltest

import (
	"errors"

	"github.com/kamal-go/kamal/internal/simhost"
)

// Host is a simulated host, had from [Recorder.Host]. It has docker as long as it has
// the file /usr/bin/docker. Its methods may be called concurrently, also while commands
// run on it.
type Host struct{ host *simhost.Host }

// sim is what there is to look at, or to change.
func (h *Host) sim() *simhost.Host {
	if h == nil || h.host == nil {
		panic("kamaltest: a Host comes from Recorder.Host, and this one from nowhere")
	}
	return h.host
}

// Container is a container of a simulated host.
type Container struct {
	ID, Name, Image string
	// State is created, running, restarting or exited.
	State    string
	Networks []string
	// Labels are its own and those of its image.
	Labels map[string]string
	// Options are those of the docker run that made it, by their long names, with the
	// values of each in order; those of env files are in env.
	Options map[string][]string
	// Command is what it runs in place of what its image says.
	Command []string
	// Starts is how often it was started.
	Starts int
}

// Service is what kamal-proxy serves.
type Service struct {
	// State is running or stopped.
	State string
	// Options are those that the proxy was told, but for the target.
	Options map[string][]string
}

// Containers are all containers, the oldest first.
func (h *Host) Containers() []Container {
	var all []Container
	for _, c := range h.sim().Containers() {
		all = append(all, Container(c))
	}
	return all
}

// Running are the names of the running containers, the oldest first.
func (h *Host) Running() []string {
	var names []string
	for _, c := range h.sim().Containers() {
		if c.State == "running" {
			names = append(names, c.Name)
		}
	}
	return names
}

// Services are what kamal-proxy serves, by name.
func (h *Host) Services() map[string]Service {
	all := map[string]Service{}
	for name, s := range h.sim().Services() {
		all[name] = Service(s)
	}
	return all
}

// Images are the names and tags of all images, the oldest first.
func (h *Host) Images() []string { return h.sim().Images() }

// Serving is the name of the container that kamal-proxy sends the requests of a
// service to; empty when nobody would answer.
func (h *Host) Serving(service string) string { return h.sim().Serving(service) }

// Files are the paths of all files below the login directory, sorted.
func (h *Host) Files() []string { return h.sim().Files.All() }

// File gives the content of a file, and whether it is there.
func (h *Host) File(path string) (text string, ok bool) {
	b, err := h.sim().Files.Read(path)
	return string(b), err == nil
}

// WriteFile makes a file, and the folders above it.
func (h *Host) WriteFile(path, text string) error {
	if h == nil || h.host == nil {
		return errors.New("this Host comes from no Recorder")
	}
	return h.host.WriteFile(path, text)
}

// RemoveFile removes a file, or a folder with all that is in it.
func (h *Host) RemoveFile(path string) { h.sim().Files.Remove(path) }

// FillDisk makes all writing fail for want of space, or work again.
func (h *Host) FillDisk(full bool) { h.sim().Files.Fill(full) }

// SetRoot says whether the user is root, or may become it; it is, at first.
func (h *Host) SetRoot(root bool) { h.sim().SetRoot(root) }
