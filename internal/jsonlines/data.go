package jsonlines

import (
	"time"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// forPrograms gives the data of a result in the form that programs read. What
// has no form here has one of its own.
func forPrograms(data any) any {
	switch data := data.(type) {
	case []kamal.AppVersion:
		return each(data, func(v kamal.AppVersion) version {
			return version{v.Version, v.Created, v.Running, v.Complete, v.Unproven}
		})
	case kamal.Finding:
		return finding{data.Check, data.Hosts, outcome(data), data.Problem, data.Fix, data.Found}
	case kamal.BuilderDetails:
		return builder{data.Kind, data.Name, data.Builders}
	case commands.BootConfig:
		return bootConfigOf(data)
	case kamal.LockState:
		return lock{data.Held, data.LockedBy, data.LockedAt, data.Version, data.Message, data.Holder, data.Heartbeat}
	case kamal.StaleContainer:
		return stale{data.Version, data.Stopped}
	case config.SecretState:
		return secretOf(data)
	case config.Version:
		return running{data}
	case []commands.ListedContainer:
		return each(data, func(c commands.ListedContainer) listed { return listed(c) })
	case []commands.ListedImage:
		return each(data, func(i commands.ListedImage) image { return image(i) })
	case []commands.AuditEntry:
		return each(data, func(e commands.AuditEntry) entry { return entry(e) })
	}
	return data
}

func each[From, To any](list []From, form func(From) To) []To {
	formed := make([]To, len(list))
	for i, item := range list {
		formed[i] = form(item)
	}
	return formed
}

// version is a version of the app.
type version struct {
	Version  config.Version `json:"version"`
	Created  string         `json:"created"`
	Running  bool           `json:"running"`
	Complete bool           `json:"complete"`
	Unproven bool           `json:"unproven"`
}

// finding is what the doctor has found.
type finding struct {
	Check   string        `json:"check"`
	Hosts   []config.Host `json:"hosts,omitempty"`
	Outcome string        `json:"outcome"`
	Problem string        `json:"problem,omitempty"`
	Fix     string        `json:"fix,omitempty"`
	Found   string        `json:"found,omitempty"`
}

func outcome(f kamal.Finding) string {
	switch {
	case f.Problem == "":
		return "passed"
	case f.Fatal:
		return "failed"
	}
	return "warning"
}

// lock is the deploy lock.
type lock struct {
	Held      bool           `json:"held"`
	LockedBy  string         `json:"locked_by,omitempty"`
	LockedAt  time.Time      `json:"locked_at,omitzero"`
	Version   config.Version `json:"version,omitempty"`
	Message   string         `json:"message,omitempty"`
	Holder    string         `json:"holder,omitempty"`
	Heartbeat time.Time      `json:"heartbeat,omitzero"`
}

// builder is what there is to build images with.
type builder struct {
	Kind     string   `json:"kind"`
	Name     string   `json:"name,omitempty"`
	Builders []string `json:"builders,omitempty"`
}

// bootConfig are the settings of kamal-proxy, by the names of the options that set them.
type bootConfig struct {
	Publish       bool     `json:"publish"`
	PublishHostIP []string `json:"publish_host_ip,omitempty"`
	HTTPPort      int      `json:"http_port,omitempty"`
	HTTPSPort     int      `json:"https_port,omitempty"`
	LogMaxSize    string   `json:"log_max_size,omitempty"`
	Registry      string   `json:"registry,omitempty"`
	Repository    string   `json:"repository,omitempty"`
	ImageVersion  string   `json:"image_version,omitempty"`
	MetricsPort   int      `json:"metrics_port,omitempty"`
	Debug         bool     `json:"debug"`
	DockerOptions []string `json:"docker_options,omitempty"`
}

func bootConfigOf(b commands.BootConfig) bootConfig {
	c := bootConfig{
		Publish: !b.NoPublish, PublishHostIP: b.PublishIPs, HTTPPort: b.HTTPPort, HTTPSPort: b.HTTPSPort, Registry: b.Registry,
		Repository: b.Repository, ImageVersion: b.Version, MetricsPort: b.MetricsPort, Debug: b.Debug, DockerOptions: b.DockerOptions,
	}
	if b.LogMaxSize != nil {
		c.LogMaxSize = *b.LogMaxSize
	}
	return c
}

// stale is a stale container of the result's host and role.
type stale struct {
	Version config.Version `json:"version"`
	Stopped bool           `json:"stopped"`
}

// running is the version that runs; empty where none does.
type running struct {
	Version config.Version `json:"version"`
}

// listed is a container as docker lists it.
type listed struct {
	ID      string `json:"id"`
	Names   string `json:"names"`
	Image   string `json:"image"`
	Command string `json:"command"`
	Created string `json:"created"`
	Status  string `json:"status"`
	Ports   string `json:"ports"`
}

// image is an image as docker lists it.
type image struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Created string `json:"created"`
	Size    string `json:"size"`
}

// entry is a line of an audit log.
type entry struct {
	Time      time.Time `json:"time,omitzero"`
	Performer string    `json:"performer,omitempty"`
	Tags      []string  `json:"tags,omitempty"`
	Text      string    `json:"text"`
}

// secret is what is known of a secret, but for its value.
type secret struct {
	Name      string   `json:"name"`
	State     string   `json:"state"`
	NeededBy  []string `json:"needed_by"`
	File      string   `json:"file,omitempty"`
	Line      int      `json:"line,omitempty"`
	Variables []string `json:"variables,omitempty"`
	Adapters  []string `json:"adapters,omitempty"`
	Command   bool     `json:"command,omitempty"`
	Problem   string   `json:"problem,omitempty"`
}

func secretOf(x config.SecretState) secret {
	return secret{
		Name: x.Name, State: screen.SecretMark(x), NeededBy: x.By, File: x.File, Line: x.Line,
		Variables: x.Variables, Adapters: x.Adapters, Command: x.Command, Problem: said(x.Err),
	}
}

func said(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
