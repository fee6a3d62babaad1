package commands

import "strings"

// TraefikState prints whether a container has Traefik's labels, and its
// networks, for [ParseTraefikState].
func (a App) TraefikState(container string) Cmd {
	label := "traefik.http.routers." + need(a.Role).ContainerPrefix() + ".rule"
	return docker("container", "inspect", "--format",
		`{{if index .Config.Labels "`+label+`"}}labelled{{end}} {{range $name, $_ := .NetworkSettings.Networks}}network={{$name}} {{end}}`, container)
}

// TraefikState is what of a container matters to Traefik.
type TraefikState struct {
	// Labelled says that it has the labels, InNetwork that it is in kamal-proxy's
	// network.
	Labelled, InNetwork bool
}

// ParseTraefikState reads what [App.TraefikState] prints.
func ParseTraefikState(output string) TraefikState {
	var s TraefikState
	for word := range strings.FieldsSeq(output) {
		s.Labelled = s.Labelled || word == "labelled"
		s.InNetwork = s.InNetwork || word == "network="+Network
	}
	return s
}
