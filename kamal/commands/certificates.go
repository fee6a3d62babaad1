package commands

import (
	"path"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// The names of a certificate's files.
const (
	certFile = "cert.pem"
	keyFile  = "key.pem"
)

// Certificate builds the commands for the TLS certificate of a role or an
// accessory on a host.
type Certificate struct {
	Config *config.Config
	// Owner is the name of the role or accessory.
	Owner string
}

// WriteCertificate writes the certificate that it reads from standard input.
func (c Certificate) WriteCertificate() Cmd { return c.write(certFile) }

// WriteKey writes the private key that it reads from standard input. Its mode lets
// kamal-proxy read it, whose account the host does not know; that nobody else can
// lies with the run directory.
func (c Certificate) WriteKey() Cmd { return c.write(keyFile) }

func (c Certificate) write(name string) Cmd {
	dir := c.directory()
	s := Server{c.Config}
	return And(s.makeOpen(layout.ProxyFiles(need(c.Config)), dir), s.WriteFile(path.Join(dir, name), FileOptions{Mode: "0644"}))
}

func (c Certificate) directory() string {
	return path.Join(layout.ProxyAppDirectory(need(c.Config)), "tls", c.Owner)
}
