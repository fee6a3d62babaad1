package cli

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/internal/escape"
)

// missingFileHint says what to do when a file of the configuration is not there.
func (p *Session) missingFileHint(err error) string {
	switch {
	case !errors.Is(err, fs.ErrNotExist):
		return ""
	case cmdline.IsExec(p.line.Command) && p.options.ConfigFile != "":
		return "-c names the configuration; " + cmdline.OwnWords(p.line.Command)
	case p.options.Destination != "" && p.options.ConfigFile == "" && !strings.Contains(err.Error(), strconv.Quote(defaults.ConfigFile)):
		return p.missingDestinationHint()
	case p.options.ConfigFile != "":
		return "-c names the file, by the folder that you are in: ls " + escape.Quote(filepath.Dir(p.options.ConfigFile))
	}
	return "make a configuration, or name another file with -c: kamal init"
}

// missingDestinationHint names a destination that is there.
func (p *Session) missingDestinationHint() string {
	names := (&projectKnowledge{project: p}).Destinations()
	before := strings.TrimSpace("kamal "+p.commandPath()) + " -d "
	switch near := cmdline.DidYouMean(before, p.options.Destination, names); {
	case near != "":
		return near
	case len(names) > 0:
		return "one that is there: " + before + names[0]
	}
	return "there are no destinations, so leave -d out: " + strings.TrimSuffix(before, " -d ")
}
