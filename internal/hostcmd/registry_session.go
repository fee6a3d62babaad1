package hostcmd

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// SessionThere is what [RegistrySession.Look] prints of a session that is there.
const SessionThere = "logged in already"

// RegistrySession is what a login at a registry leaves in docker's configuration on a
// host: the credentials.
type RegistrySession struct {
	// Server is the registry's, as docker login gets it.
	Server             string
	Username, Password config.Secret
}

// Look succeeds where docker has this very session. All who can list the processes of
// the host see it, so that it holds no more of the credentials than two digits of their
// sum: they give nothing away, and tell other credentials in 255 of 256 cases. Where
// docker keeps the session in a credential store, it fails. It does nothing, and so does
// not tell, where it can't be known what to look for.
func (s RegistrySession) Look() commands.Cmd {
	key, sum := s.key(), shortSum(s.stored())
	if key == "" || sum == shortSum("") { // that is the sum where nothing is found
		return commands.Cmd{}
	}
	found := commands.Command("awk", "-v", `entry="`+key+`":{"auth":"`, readSession).
		Word(commands.Expand("${DOCKER_CONFIG:-$HOME/.docker}/config.json"))
	found = commands.Pipe(found, commands.Command("sha256sum"), commands.Command("cut", "-c1-2")).QuietErrors()
	same := commands.Command("test").Word(commands.Substitute(found)).Arg("=").Word(commands.Secret(sum))
	return commands.And(same, printLine(SessionThere)).For("looking for the session at the registry")
}

// readSession prints the credentials that a configuration of docker has for an entry.
// Blanks count for nothing; credentials that are with a helper, or with more than
// themselves in their entry, are none.
const readSession = `{ gsub(/[ \t\r]/, ""); all = all $0 } ` +
	`END { at = index(all, entry); if (at && !index(all, "\"cred")) { rest = substr(all, at + length(entry)); n = index(rest, "\""); ` +
	`if (substr(rest, n, 2) == "\"}") print substr(rest, 1, n - 1) } }`

// dockerHub is the key of docker's own registry.
const dockerHub = "https://index.docker.io/v1/"

var plainServer = regexp.MustCompile(`^[A-Za-z0-9.-]+(:[0-9]+)?$`)

// key is what docker keeps the session of a server under: its host. It is empty for what
// different versions of docker may take for different servers.
func (s RegistrySession) key() string {
	host, _, _ := strings.Cut(s.Server, "/")
	switch {
	case s.Server == "" || s.Server == "docker.io":
		return dockerHub
	case !plainServer.MatchString(host) || strings.HasSuffix(host, "docker.io"):
		return ""
	}
	return host
}

// stored is what docker keeps, with the line break that awk adds. Docker takes blanks
// off at both ends.
func (s RegistrySession) stored() string {
	both := strings.TrimSpace(s.Username.Reveal()) + ":" + strings.TrimSpace(s.Password.Reveal())
	return base64.StdEncoding.EncodeToString([]byte(both)) + "\n"
}

func shortSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:1])
}
