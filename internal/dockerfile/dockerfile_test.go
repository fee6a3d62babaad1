package dockerfile_test

import (
	"slices"
	"testing"

	"github.com/kamal-go/kamal/internal/dockerfile"
)

func TestRead_KnowsThePortsOfTheStageThatIsBuilt(t *testing.T) {
	const stages = "ARG PORT=3000\nFROM --platform=linux/amd64 ruby AS base\nEXPOSE 9292/tcp 53/udp\nFROM node as assets\nEXPOSE 1\nFROM base AS final\nARG PORT\nEXPOSE \\\n  # why\n  ${PORT}\n"
	for name, c := range map[string]struct {
		text, target string
		args         map[string]string
		ports        []int
		none         bool
	}{
		"the last stage, with its base": {text: stages, ports: []int{9292, 3000}},
		"a build argument":              {text: stages, args: map[string]string{"PORT": "4000"}, ports: []int{9292, 4000}},
		"a target":                      {text: stages, target: "assets", ports: []int{1}},
		"a target by its number":        {text: stages, target: "0", ports: []int{9292}},
		"a target that is not there":    {text: stages, target: "prod", none: true},
		"a default":                     {text: "from x\nexpose ${P:-81} 90-92\r\n", ports: []int{81, 90, 91, 92}},
		"several arguments in a line":   {text: "ARG A=1 B=2\nFROM x\nEXPOSE $A $B\n", args: map[string]string{"B": "3"}, ports: []int{1, 3}},
		"no ports":                      {text: "FROM x\nEXPOSE 0 70000 5-99999 a\n"},
		"nothing":                       {text: "FROM x\nRUN true\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, found := dockerfile.Read(c.text, c.target, c.args)
			if found == c.none || found && !slices.Equal(got.Ports, c.ports) {
				t.Errorf("got %v, %t, want %v", got.Ports, found, c.ports)
			}
		})
	}
}
