package commands_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
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
		"${HOST_NOT:-${HOST_X}":           "${HOST_NOT:-a  $HOME 'b'",
		"${HOST_NOT:-it's} ${HOST_NOT}":   "${HOST_NOT:-it's} ",
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
		for _, shell := range shelltest.Shells(t) {
			got := told(t, shell, program(t).Word(commands.Concat(commands.Text("K="), commands.Value(in))))
			if diff := cmp.Diff([]string{"K=" + want}, got); diff != "" {
				t.Errorf("%s: Value(%q) is %s (-want +got):\n%s", shell, in, commands.Value(in), diff)
			}
		}
	}
}

// expanding are pieces of values that shells expand, or must not.
var expanding = []string{
	"${X}", "${", "$", "{", "}", "X", "${X:-", "${Y+", "${Y#", "${X-a}", "${Y%%", "'", "\"", "\\", "`", " ", "a", "y", "$(id)", "\n", "#", "!", "~", "\xff",
}

func FuzzValue(f *testing.F) {
	for _, s := range slices.Concat(awkward, expanding, random(expanding, 100, 6)) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, _ := hostcmd.EnvFile([]hostcmd.EnvValue{{Name: "K", Value: config.NewSecret(s)}})
		// An env file has the same escapes, and backslashes are doubled on top.
		want := strings.TrimSuffix(strings.ReplaceAll(text.Reveal(), `\\`, `\`), "\n")
		got := readBack(t, commands.Command("words").Word(commands.Concat(commands.Text("K="), commands.Value(s))))
		if !slices.Equal(got, []string{want}) {
			t.Errorf("%s is read as %q, want %q", commands.Value(s), got, want)
		}
	})
}

func TestValue_NeverLeavesItsWord(t *testing.T) {
	var cmds []commands.Cmd
	values := slices.Concat(expanding, random(expanding, 1000, 8))
	for _, s := range values {
		cmds = append(cmds, commands.Command("words").Word(commands.Concat(commands.Text("K="), commands.Value(s))).Arg("it's the end"))
	}
	for _, shell := range shelltest.Shells(t) {
		told := inOneShell(t, shell, cmds)
		for i, s := range values {
			if i == len(told) {
				t.Fatalf("%s can't go on behind %s, the value %q", shell, cmds[i].Shell(), s)
			}
			if len(told[i]) != 2 || told[i][1] != "it's the end" {
				t.Errorf("%s: the value %q, as %s, gives %q", shell, s, cmds[i].Shell(), told[i])
			}
		}
	}
}
