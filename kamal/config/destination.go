package config

import (
	"fmt"
	"slices"
	"strings"
)

const destinationVariable = "KAMAL_DESTINATION"

// withDestination tells the destination to templates, secrets, commands and hooks.
// A variable that the environment has already says nothing: the destination is the
// one that was asked for. The warning says so where that is none.
func (o Options) withDestination(env []string) (with []string, warning string) {
	said, _ := lookupEnv(env, destinationVariable)
	with = slices.DeleteFunc(slices.Clone(env), func(entry string) bool {
		return strings.HasPrefix(entry, destinationVariable+"=")
	})
	switch {
	case o.Destination != "":
		with = append(with, destinationVariable+"="+o.Destination)
	case said != "":
		warning = fmt.Sprintf("%s=%s is set, but no -d was given: this is the base", destinationVariable, said)
	}
	return with, warning
}

// noteIf warns about nothing in particular, unless the text is empty.
func (r *reader) noteIf(text string) {
	if text != "" {
		r.note("%s", text)
	}
}
