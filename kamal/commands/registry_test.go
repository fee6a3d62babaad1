package commands_test

import (
	"io"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestRegistry_PasswordIsReadAndInNoArgument(t *testing.T) {
	const secret = "hunter2"
	login := commands.Registry{Registry: config.Registry{Server: "registry.example.com"}}.Login(config.NewSecret("user"), config.NewSecret(secret))
	if line := login.Shell(); strings.Contains(line, secret) {
		t.Errorf("the password is in %q", line)
	}
	if text, err := io.ReadAll(login.Stdin); err != nil || string(text) != secret {
		t.Errorf("it reads %q, %v", text, err)
	}
}
