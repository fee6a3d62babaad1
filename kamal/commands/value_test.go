package commands_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestValue_ArrivesAsItStandsButForNamesInBraces(t *testing.T) {
	t.Setenv("HOST_X", "a  $HOME 'b'")
	for in, want := range map[string]string{
		"plain":                           "plain",
		"cost $5 $HOST_X":                 "cost $5 $HOST_X",
		"${HOST_X}":                       "a  $HOME 'b'",
		"<${HOST_X}>":                     "<a  $HOME 'b'>",
		"${HOST_NOT:-else}":               "else",
		"${HOST_NOT:-${HOST_X}}":          "a  $HOME 'b'",
		"${HOST_X:+$HOME}":                "$HOME",
		"${a b} ${} ${ ${1} ${HOST_X":     "${a b} ${} ${ ${1} ${HOST_X",
		"`date` $(date) ${HOST_NOT}":      "`date` $(date) ",
		`say "hi" \ ${HOST_NOT}`:          `say "hi" \ `,
		"a\nb\tc\r\x00\x01\x1b\x7f":       `a\nb\tc\r\x00\x01\e\x7F`,
		"a\n${HOST_NOT}b":                 `a\nb`,
		`a\b`:                             `a\b`,
		"smörgås – ☃ ${HOST_NOT}":         "smörgås – ☃ ",
		"\xff\xfe ${HOST_NOT}\xff":        "\xff\xfe \xff",
		"#{x} #$y ! ~ * ${HOST_NOT}":      "#{x} #$y ! ~ * ",
		`{"a": [1, 2], "b": "${HOST_X}"}`: `{"a": [1, 2], "b": "a  $HOME 'b'"}`,
	} {
		for _, shell := range shells(t) {
			got := told(t, shell, program(t).Word(commands.Concat(commands.Text("K="), commands.Value(in))))
			if diff := cmp.Diff([]string{"K=" + want}, got); diff != "" {
				t.Errorf("%s: Value(%q) is %s (-want +got):\n%s", shell, in, commands.Value(in), diff)
			}
		}
	}
}

func FuzzValue(f *testing.F) {
	for _, s := range []string{"", "a\nb", "$X ${ ${} $$ `", `"\`, "${a b}", "\x7f\xff", "# ! ~"} {
		f.Add(s)
	}
	known := shells(f)
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Contains(s, "${") {
			t.Skip("what the host's shell makes of it is its business")
		}
		text, _ := commands.EnvFile([]commands.EnvValue{{Name: "K", Value: config.NewSecret(s)}})
		// An env file has the same escapes, and backslashes are doubled on top.
		want := strings.TrimSuffix(strings.ReplaceAll(text.Reveal(), `\\`, `\`), "\n")
		for _, shell := range known {
			got := told(t, shell, program(t).Word(commands.Concat(commands.Text("K="), commands.Value(s))))
			if diff := cmp.Diff([]string{want}, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", shell, diff)
			}
		}
	})
}
