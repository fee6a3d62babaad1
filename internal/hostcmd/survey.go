package hostcmd

import (
	"strings"

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
	filesSurvey     = "files" // all lines after it are paths
)

// Look prints what there is, for [ParseSurvey]. What can't be found out is left
// out: a host without docker has neither images nor containers.
func (s Survey) Look() commands.Cmd {
	container := containerSurvey + "\t{{.Names}}\t{{.Image}}\t{{.State}}\t{{.Networks}}\t{{.Labels}}"
	return commands.Then(
		// Of all of docker's lists, this one has its tabs turned into blanks.
		commands.Command("docker", "version", "--format", dockerLine+" {{.Server.Version}}").QuietErrors(),
		commands.Command("docker", "network", "ls", "--format", networkSurvey+"\t{{.Name}}").QuietErrors(),
		commands.Command("docker", "image", "ls", "--format", imageSurvey+"\t{{.Repository}}:{{.Tag}}").QuietErrors(),
		commands.Command("docker", "container", "ls", "--all", "--format", container).QuietErrors(),
		commands.Command("echo", filesSurvey),
		commands.Command("find", s.Config.RunDirectory, "-type", "f").QuietErrors(),
		commands.Command("true"))
}

// Surveyed is what a host holds.
type Surveyed struct {
	// Docker says whether docker answered.
	Docker           bool
	Networks, Images []string
	// Containers come newest first, as docker lists them.
	Containers []SurveyedContainer
	// Files are the paths of all files in the run directory.
	Files []string
}

// SurveyedContainer is a container in any state.
type SurveyedContainer struct {
	Name, Image, State string
	Networks, Labels   []string
}

// ParseSurvey reads what [Survey.Look] prints.
func ParseSurvey(output string) Surveyed {
	var s Surveyed
	output, files, _ := strings.Cut(output, "\n"+filesSurvey+"\n")
	s.Files = nonEmpty(strings.Split(files, "\n"))
	for line := range strings.Lines(output) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		switch {
		case strings.HasPrefix(line, dockerLine+" "):
			s.Docker = true
		case f[0] == networkSurvey && len(f) == 2:
			s.Networks = append(s.Networks, f[1])
		case f[0] == imageSurvey && len(f) == 2 && !strings.Contains(f[1], "<none>"):
			s.Images = append(s.Images, f[1])
		case f[0] == containerSurvey && len(f) == 6:
			s.Containers = append(s.Containers, SurveyedContainer{
				Name: f[1], Image: f[2], State: f[3],
				Networks: nonEmpty(strings.Split(f[4], ",")), Labels: nonEmpty(strings.Split(f[5], ",")),
			})
		}
	}
	return s
}

func nonEmpty(items []string) []string {
	var kept []string
	for _, x := range items {
		if x != "" {
			kept = append(kept, x)
		}
	}
	return kept
}
