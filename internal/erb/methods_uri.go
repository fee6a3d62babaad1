package erb

import (
	"net/url"
	"strconv"
	"strings"
)

func addressParse(c *call) value {
	text := c.argText(0)
	parsed, err := url.Parse(text)
	if err != nil || strings.ContainsAny(text, " <>\"{}|\\^`") {
		c.raise("URI::InvalidURIError", "%q is no URI", text)
	}
	return &address{parsed}
}

// defaultPorts are the ports that Ruby knows for a scheme.
var defaultPorts = map[string]int{"http": 80, "https": 443, "ftp": 21, "ldap": 389, "ldaps": 636, "ws": 80, "wss": 443}

func addressMethods() methods {
	part := func(f func(u *url.URL) string) method {
		return method{0, 0, func(c *call) value {
			if s := f(c.self.(*address).URL); s != "" {
				return c.text(s)
			}
			return nil
		}}
	}
	return methods{
		"host":     part(addressHost),
		"scheme":   part(func(u *url.URL) string { return u.Scheme }),
		"query":    part(func(u *url.URL) string { return u.RawQuery }),
		"user":     part(func(u *url.URL) string { user, _, _ := strings.Cut(u.User.String(), ":"); return user }),
		"password": part(func(u *url.URL) string { _, word, _ := strings.Cut(u.User.String(), ":"); return word }),
		"path":     {0, 0, func(c *call) value { return c.text(c.self.(*address).EscapedPath()) }},
		"port":     {0, 0, addressPort},
	}
}

// addressHost is the host with the brackets that an IPv6 address has.
func addressHost(u *url.URL) string {
	if end := strings.IndexByte(u.Host, ']'); end > 0 {
		return u.Host[:end+1]
	}
	host, _, _ := strings.Cut(u.Host, ":")
	return host
}

func addressPort(c *call) value {
	u := c.self.(*address)
	if port, err := strconv.Atoi(u.Port()); err == nil {
		return port
	}
	if port, ok := defaultPorts[u.Scheme]; ok {
		return port
	}
	return nil
}
