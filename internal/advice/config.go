package advice

import (
	"errors"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// ofConfig is about the configuration, and the version that comes of git.
func (t trouble) ofConfig() *next {
	if errors.Is(t.err, config.ErrNoVersion) {
		return new(t.noVersion())
	}
	if e, ok := errors.AsType[*config.FieldError](t.err); ok {
		section, _, _ := strings.Cut(e.Path, "/")
		if slices.Contains(config.Sections(), section) {
			return &next{"what may stand there", "kamal docs " + section}
		}
		if e.Path != "" {
			return &next{"all that may stand there", "kamal docs"}
		}
		return &next{"once it is mended, check it", t.kamal("config --check")}
	}
	if errors.Is(t.err, config.ErrBadName) {
		return &next{"once it has another name, see what comes of it", t.kamal("config")}
	}
	return nil
}

func (t trouble) noVersion() next {
	own := func() next { return next{"a name of your own", t.again("--version", "v1")} }
	switch {
	case strings.Contains(t.said, "no commit"):
		return next{"commit what is to be deployed, or name it with --version", "git add -A && git commit -m first"}
	case strings.Contains(t.said, "no git program"):
		n := own()
		n.say = "install git, or give the version " + n.say
		return n
	}
	n := own()
	n.say = "make it a repository (git init), or give the version " + n.say
	return n
}

// ofUsage is about what was asked for and can't be.
func (t trouble) ofUsage() *next {
	if !errors.Is(t.err, kamal.ErrUsage) {
		return nil
	}
	switch {
	case strings.Contains(t.said, "`kamal env push`"):
		return &next{"write them", t.kamal("env push", only(t.hosts)...)}
	case strings.Contains(t.said, "has no accessories"):
		return &next{"how to have one", "kamal docs accessory"}
	case strings.Contains(t.said, "no accessory is named"):
		return &next{"all of them, and how they are", t.kamal("accessory details all")}
	case strings.Contains(t.said, " match "):
		return &next{"the hosts and roles that there are", t.kamal("config")}
	}
	return &next{"what the command does", strings.TrimSpace("kamal help " + t.Command)}
}
