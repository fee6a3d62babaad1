package simhost

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/kamal-go/kamal/internal/minishell"
)

// dockerHub is what docker keeps the session at its own registry under.
const dockerHub = "https://index.docker.io/v1/"

// login writes the session into docker's configuration, as docker does. Any password
// is right.
func (e *engine) login(c minishell.Call, args []string) int {
	o := parse(args, false)
	password, err := io.ReadAll(c.Stdin)
	if err != nil {
		return fail(c, "%v", err)
	}
	auth := base64.StdEncoding.EncodeToString([]byte(o.get("u") + ":" + strings.TrimSpace(string(password))))
	if err := e.sessions(c, func(auths map[string]any) { auths[serverKey(o)] = map[string]string{"auth": auth} }); err != nil {
		fmt.Fprintf(c.Stderr, "Error saving credentials: %v\n", err)
		return 1
	}
	fmt.Fprintln(c.Stdout, "Login Succeeded")
	return 0
}

func (e *engine) logout(c minishell.Call, args []string) int {
	key := serverKey(parse(args, false))
	if err := e.sessions(c, func(auths map[string]any) { delete(auths, key) }); err != nil {
		return fail(c, "%v", err)
	}
	fmt.Fprintln(c.Stdout, "Removing login credentials for "+key)
	return 0
}

// serverKey is what docker keeps a session under.
func serverKey(o options) string {
	if len(o.args) == 0 || o.args[0] == "docker.io" {
		return dockerHub
	}
	_, rest, hasScheme := strings.Cut(o.args[0], "://")
	if !hasScheme {
		rest = o.args[0]
	}
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// sessions changes the sessions that docker's configuration holds.
func (e *engine) sessions(c minishell.Call, change func(auths map[string]any)) error {
	folder := c.Shell.Vars["DOCKER_CONFIG"]
	if folder == "" {
		folder = path.Join(c.Shell.Vars["HOME"], ".docker")
	}
	file := c.Shell.Path(path.Join(folder, "config.json"))
	configuration, auths := map[string]any{}, map[string]any{}
	if text, err := e.host.Files.Read(file); err == nil {
		if err := json.Unmarshal(text, &configuration); err != nil {
			return err
		}
	}
	if there, ok := configuration["auths"].(map[string]any); ok {
		auths = there
	}
	change(auths)
	configuration["auths"] = auths
	text, err := json.MarshalIndent(configuration, "", "\t")
	if err != nil {
		return err
	}
	if err := e.host.Files.Mkdir(path.Dir(file), true); err != nil {
		return err
	}
	if err := e.host.Files.Write(file, text, false); err != nil {
		return err
	}
	return e.host.Files.setMode(file, "600")
}
