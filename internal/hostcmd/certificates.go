package hostcmd

import (
	"path"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// The names of a certificate's files.
const ()

// Certificate builds the commands for the TLS certificate of a role or an
// accessory on a host.
type Certificate struct {
	Config *config.Config
	// Owner is the name of the role or accessory.
	Owner string
}

// WriteCertificate writes the certificate that it reads from standard input.
func (c Certificate) WriteCertificate() commands.Cmd { return c.write(layout.CertificateFile) }

// WriteKey writes the private key that it reads from standard input. Its mode lets
// kamal-proxy read it, whose account the host does not know; that nobody else can
// lies with the run directory.
func (c Certificate) WriteKey() commands.Cmd { return c.write(layout.KeyFile) }

func (c Certificate) write(name string) commands.Cmd {
	dir := c.directory()
	s := Server{c.Config}
	return commands.And(s.makeOpen(layout.ProxyFiles(c.Config), dir), s.WriteFile(path.Join(dir, name), FileOptions{Mode: "0644"}))
}

func (c Certificate) directory() string {
	return path.Join(layout.ProxyAppDirectory(c.Config), "tls", c.Owner)
}
