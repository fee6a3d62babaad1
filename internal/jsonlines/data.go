package jsonlines

import (
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// forPrograms gives the data of a result in the form that programs read. What
// has no form here has one of its own.
func forPrograms(data any) any {
	switch data := data.(type) {
	case []kamal.AppVersion:
		list := make([]version, len(data))
		for i, v := range data {
			list[i] = version{v.Version, v.Created, v.Running, v.Complete, v.Unproven}
		}
		return list
	case kamal.Finding:
		return finding{data.Problem, data.Fix, data.Serious}
	case config.SecretState:
		return secretOf(data)
	}
	return data
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
	Problem string `json:"problem"`
	Fix     string `json:"fix"`
	Serious bool   `json:"serious"`
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
