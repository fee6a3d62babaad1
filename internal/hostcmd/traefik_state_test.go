package hostcmd_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/hostcmd"
)

func TestParseTraefikState(t *testing.T) {
	for output, want := range map[string]hostcmd.TraefikState{
		"labelled network=bridge network=kamal \n": {Labelled: true, InNetwork: true},
		" network=bridge \n":                       {},
		" network=kamal \n":                        {InNetwork: true},
	} {
		if got := hostcmd.ParseTraefikState(output); got != want {
			t.Errorf("%q is %+v, want %+v", output, got, want)
		}
	}
}
