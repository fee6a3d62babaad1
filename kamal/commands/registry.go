package commands

import (
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// Registry builds the commands for the place where images are kept. For a
// local registry there is nobody to log in to: Login and Logout do nothing.
type Registry struct{ Registry config.Registry }

// Login logs docker in. The password is on standard input, so that no list of
// processes has it. The user name is shown only when it is no secret.
func (r Registry) Login(username, password config.Secret) Cmd {
	if r.Registry.Local() {
		return Cmd{}
	}
	user := Secret(username.Reveal())
	if r.Registry.Username.Secret == "" {
		user = Text(username.Reveal())
	}
	c := r.server(docker("login")).flag("-u", user).Arg("--password-stdin").For("logging in to the registry")
	c.Stdin = strings.NewReader(password.Reveal())
	return c
}

// Logout makes docker forget the login.
func (r Registry) Logout() Cmd {
	if r.Registry.Local() {
		return Cmd{}
	}
	return r.server(docker("logout"))
}

func (r Registry) server(c Cmd) Cmd {
	if r.Registry.Server == "" {
		return c
	}
	return c.Arg(r.Registry.Server)
}
