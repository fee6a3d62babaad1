package simhost

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/minishell"
)

// fetch gives an image, pulled if it is not there. Tags of one version and
// another never share an image.
func (e *engine) fetch(ref string) *image {
	if i := e.findImage(ref); i != nil {
		return i
	}
	repository, tag := splitRef(ref)
	return e.addImage(repository+":"+tag, e.host.world.labelsOf(ref))
}

func (e *engine) addImage(ref string, labels map[string]string) *image {
	e.untag(ref)
	i := &image{id: e.newID(ref), refs: []string{ref}, labels: maps.Clone(labels)}
	if i.labels == nil {
		i.labels = map[string]string{}
	}
	e.images = append(e.images, i)
	return i
}

// untag takes a reference from the image that has it.
func (e *engine) untag(ref string) {
	for _, i := range e.images {
		i.refs = slices.DeleteFunc(i.refs, func(r string) bool { return r == ref })
	}
	e.sweep()
}

// sweep forgets images without a reference that no container uses.
func (e *engine) sweep() {
	e.images = slices.DeleteFunc(e.images, func(i *image) bool { return len(i.refs) == 0 && !e.inUse(i) })
}

func (e *engine) inUse(i *image) bool {
	return slices.ContainsFunc(e.containers, func(x *container) bool { return x.image == i })
}

func (e *engine) pull(c minishell.Call, args []string) int {
	ref := args[len(args)-1]
	e.fetch(ref)
	fmt.Fprintln(c.Stdout, "Status: Downloaded newer image for "+ref)
	return 0
}

func (e *engine) tag(c minishell.Call, args []string) int {
	i := e.findImage(args[0])
	if i == nil {
		return daemon(c, "No such image: %s", args[0])
	}
	if slices.Contains(i.refs, args[1]) {
		return 0
	}
	e.untag(args[1])
	i.refs = append(i.refs, args[1])
	return 0
}

// removeImage removes images' names. With --force docker complains of one that
// is not there, and succeeds.
func (e *engine) removeImage(c minishell.Call, args []string) int {
	status, o := 0, parse(args, false)
	for _, ref := range o.args {
		i := e.findImage(ref)
		switch {
		case i == nil && o.has("force", "f"):
			daemon(c, "No such image: %s", ref)
		case i == nil:
			status = daemon(c, "No such image: %s", ref)
		default:
			repository, tag := splitRef(ref)
			e.untag(repository + ":" + tag)
		}
	}
	return status
}

func (e *engine) listImages(c minishell.Call, args []string) int {
	o := parse(args, false)
	text := o.get("format")
	if text == "" {
		var flush func()
		c, flush = table(c, "REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE")
		defer flush()
		text = "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t2 days ago\t123MB"
	}
	for _, i := range slices.Backward(e.images) {
		if !imageMatches(i, o.values["filter"]) {
			continue
		}
		for _, ref := range i.refs {
			repository, tag := splitRef(ref)
			if len(o.args) > 0 && o.args[0] != repository {
				continue
			}
			if status := format(c, text, map[string]any{"Repository": repository, "Tag": tag, "ID": i.id[:12]}); status != 0 {
				return status
			}
		}
	}
	return 0
}

func imageMatches(i *image, filters []string) bool {
	for _, f := range filters {
		if label, ok := strings.CutPrefix(f, "label="); ok && !hasLabel(i.labels, label) {
			return false
		}
	}
	return true
}

// pruneImages removes images that no container uses: those without a reference,
// or with --all any.
func (e *engine) pruneImages(_ minishell.Call, args []string) int {
	o := parse(args, false)
	e.images = slices.DeleteFunc(e.images, func(i *image) bool {
		return !e.inUse(i) && imageMatches(i, o.values["filter"]) && (o.has("all", "a") || len(i.refs) == 0)
	})
	return 0
}
