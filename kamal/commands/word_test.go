package commands_test

import (
	"testing"

	"github.com/kamal-go/kamal/kamal/commands"
)

func TestConcat(t *testing.T) {
	raw := commands.Concat(commands.Raw("$A"), commands.Text("b"), commands.Raw("$B"))
	longer := commands.Concat(raw, commands.Secret("c"))
	for _, x := range []struct {
		word commands.Word
		want string
	}{
		{commands.Concat(), "''"},
		{commands.Concat(commands.Text("")), "''"},
		{commands.Concat(commands.Text("a"), commands.Text(" b"), commands.Text("")), "'a b'"},
		{commands.Concat(commands.Secret("")), "[REDACTED]"},
		{commands.Concat(commands.Text(""), commands.Secret("a")), "[REDACTED]"},
		{commands.Concat(commands.Text("A="), commands.Text("b"), commands.Secret("c"), commands.Text("d")), "A=b[REDACTED]d"},
		{commands.Concat(commands.Concat(), commands.Raw("$A")), "$A"},
		{longer, "$Ab$B[REDACTED]"},
		{commands.Concat(raw, commands.Text("x")), "$Ab$Bx"}, // longer is as it was:
		{longer, "$Ab$B[REDACTED]"},
		{raw, "$Ab$B"},
	} {
		if got := x.word.String(); got != x.want {
			t.Errorf("got %s, want %s", got, x.want)
		}
	}
}
