package hostcmd

import (
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// LookAtTraefik prints whether a container of a role has Traefik's labels, and its
// networks, for [ParseTraefikState].
func LookAtTraefik(role *config.Role, container string) commands.Cmd {
	label := "traefik.http.routers." + role.ContainerPrefix + ".rule"
	return commands.Command("docker", "container", "inspect", "--format",
		`{{if index .Config.Labels "`+label+`"}}labelled{{end}} {{range $name, $_ := .NetworkSettings.Networks}}network={{$name}} {{end}}`, container)
}

// TraefikState is what of a container matters to Traefik.
type TraefikState struct {
	// Labelled says that it has the labels, InNetwork that it is in kamal-proxy's
	// network.
	Labelled, InNetwork bool
}

// ParseTraefikState reads what [LookAtTraefik] prints.
func ParseTraefikState(output string) TraefikState {
	var s TraefikState
	for word := range strings.FieldsSeq(output) {
		s.Labelled = s.Labelled || word == "labelled"
		s.InNetwork = s.InNetwork || word == "network="+layout.Network
	}
	return s
}
