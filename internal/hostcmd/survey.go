package hostcmd

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/internal/rerun"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Survey builds the command that takes down all that a deploy can find on a
// host, so that it can be rehearsed elsewhere.
type Survey struct{ Config *config.Config }

// The kinds of lines that [Survey.Look] prints, fields parted by tabs.
const (
	networkSurvey   = "network"
	imageSurvey     = "image"
	containerSurvey = "container"
	madeSurvey      = "made"
	ofImageSurvey   = "of"
	servedSurvey    = "served"  // all lines after it are the proxy's
	filesSurvey     = "files"   // all lines after it are paths
	contentSurvey   = "content" // all lines after it are in the file that it names
)

// Look prints what there is, for [ParseSurvey]. What can't be found out is left
// out: a host without docker has neither images nor containers.
func (s Survey) Look() commands.Cmd {
	container := containerSurvey + "\t{{.ID}}\t{{.Names}}\t{{.Image}}\t{{.State}}\t{{.Networks}}\t{{.Labels}}"
	parts := []commands.Cmd{
		// Of all of docker's lists, this one has its tabs turned into blanks.
		commands.Command("docker", "version", "--format", dockerLine+" {{.Server.Version}}").QuietErrors(),
		commands.Command("docker", "network", "ls", "--format", networkSurvey+"\t{{.Name}}").QuietErrors(),
		commands.Command("docker", "image", "ls", "--format", imageSurvey+"\t{{.Repository}}:{{.Tag}}").QuietErrors(),
		commands.Command("docker", "container", "ls", "--all", "--format", container).QuietErrors(),
		s.each("{{.ID}}", commands.Command("docker", "container", "inspect", "--format", madeSurvey+"\t{{.Id}}\t"+rerun.Format)),
		s.each("{{.Image}}", commands.Command("docker", "inspect", "--type", "image", "--format", ofImageSurvey+"\t{{.Id}}\t{{json .Config}}")),
		commands.Command("echo", servedSurvey),
		ProxyServices().QuietErrors(),
		commands.Command("echo", filesSurvey),
		commands.Command("find", s.Config.RunDirectory, "-type", "f").QuietErrors(),
		commands.Command("echo", contentSurvey, layout.AuditLog(s.Config)),
		Audit{Config: s.Config}.Booted(),
	}
	for _, file := range s.files() {
		parts = append(parts, commands.Command("echo", contentSurvey, file), commands.Command("cat", file).QuietErrors())
	}
	return commands.Then(append(parts, commands.Command("true"))...).For("reading what the host has")
}

// each runs a command with something of each container that kamal made.
func (s Survey) each(what string, do commands.Cmd) commands.Cmd {
	list := func(filter string) commands.Cmd {
		return commands.Command("docker", "container", "ls", "--all", "--filter", filter, "--format", what).QuietErrors()
	}
	all := commands.Then(list("label=service"), list("name=^(kamal-proxy|traefik)$"))
	return commands.Pipe(all, commands.Command("sort", "-u"), commands.Command("xargs", "-r").Arg(do.Args()...).QuietErrors())
}

// files are those that operations read.
func (s Survey) files() []string {
	return append([]string{Lock(s).details()}, s.ProxyFiles()...)
}

// ProxyFiles are those that kamal-proxy is run by, where the configuration does not say
// how.
func (s Survey) ProxyFiles() []string {
	var files []string
	for _, name := range []string{layout.BootOptions, layout.BootImage, layout.BootVersion, layout.BootCommand} {
		files = append(files, path.Join(layout.ProxyDirectory(s.Config), name))
	}
	return files
}

// Surveyed is what a host holds.
type Surveyed struct {
	// Docker says whether docker answered.
	Docker           bool
	Networks, Images []string
	// Containers come newest first, as docker lists them.
	Containers []SurveyedContainer
	// Served is what the proxy sends requests to.
	Served []ProxyService
	// Files are the paths of all files in the run directory.
	Files []string
	// Contents has what is in the files that operations read.
	Contents map[string]string
}

// SurveyedContainer is a container in any state.
type SurveyedContainer struct {
	ID, Name, Image, State string
	Networks, Labels       []string
	// Made is how it was run, if it is one that kamal makes.
	Made *rerun.Container
}

// ParseSurvey reads what [Survey.Look] prints.
func ParseSurvey(output string) Surveyed {
	output, contents, _ := strings.Cut(output, "\n"+contentSurvey+" ")
	output, files, _ := strings.Cut(output, "\n"+filesSurvey+"\n")
	output, served, _ := strings.Cut(output, "\n"+servedSurvey+"\n")
	s := Surveyed{Files: nonEmpty(strings.Split(files, "\n")), Contents: map[string]string{}}
	s.Served, _ = ParseProxyList(served)
	for content := range strings.SplitSeq(contents, "\n"+contentSurvey+" ") {
		if file, text, _ := strings.Cut(content, "\n"); text != "" {
			s.Contents[file] = strings.TrimSuffix(text, "\n") + "\n"
		}
	}
	made, images := map[string]*rerun.Container{}, map[string]rerun.Config{}
	for line := range strings.Lines(output) {
		s.add(strings.Split(strings.TrimRight(line, "\n"), "\t"), made, images)
	}
	for i, c := range s.Containers {
		for id, m := range made {
			if len(c.ID) >= 12 && strings.HasPrefix(id, c.ID) {
				own := m.Without(images[m.Image])
				s.Containers[i].Made = &own
			}
		}
	}
	return s
}

// add takes a line in, whose fields are given.
func (s *Surveyed) add(f []string, made map[string]*rerun.Container, images map[string]rerun.Config) {
	switch {
	case strings.HasPrefix(f[0], dockerLine+" "):
		s.Docker = true
	case f[0] == networkSurvey && len(f) == 2:
		s.Networks = append(s.Networks, f[1])
	case f[0] == imageSurvey && len(f) == 2 && !strings.Contains(f[1], "<none>"):
		s.Images = append(s.Images, f[1])
	case f[0] == containerSurvey && len(f) == 7:
		s.Containers = append(s.Containers, SurveyedContainer{
			ID: f[1], Name: f[2], Image: f[3], State: f[4],
			Networks: nonEmpty(strings.Split(f[5], ",")), Labels: nonEmpty(strings.Split(f[6], ",")),
		})
	case f[0] == madeSurvey && len(f) == 3:
		var c rerun.Container
		if json.Unmarshal([]byte(f[2]), &c) == nil {
			made[f[1]] = &c
		}
	case f[0] == ofImageSurvey && len(f) == 3:
		var c rerun.Config
		if json.Unmarshal([]byte(f[2]), &c) == nil {
			images[f[1]] = c
		}
	}
}

func nonEmpty(items []string) []string {
	return slices.DeleteFunc(items, func(s string) bool { return s == "" })
}
