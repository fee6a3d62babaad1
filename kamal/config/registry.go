package config

import "strings"

// Registry is where images are kept.
type Registry struct {
	// Server is empty for docker's default one; it may have a path.
	Server             string
	Username, Password Credential
}

// Credential is a text of the configuration, or the name of a secret.
type Credential struct {
	// Text is the value itself, when Secret is empty.
	Text string
	// Secret is the name of the secret that holds the value.
	Secret string
}

// Local reports whether it is a registry on the machine that deploys, which
// hosts reach through a forwarded port and nobody logs in to.
func (r Registry) Local() bool { return strings.HasPrefix(r.Server, "localhost:") }

// at is the reference of an image that is kept there.
func (r Registry) at(image string) string {
	if r.Server == "" {
		return image
	}
	return r.Server + "/" + image
}

// hideTexts makes secrets that are written down in the configuration known, so
// that they are masked like others.
func (c *Config) hideTexts() {
	credentials := append([]Credential{c.Registry.Password}, c.SSH.KeyData...)
	for _, a := range c.Accessories {
		credentials = append(credentials, a.Registry.Password)
	}
	for _, x := range credentials {
		c.Secrets.remember(x.Text)
	}
}
