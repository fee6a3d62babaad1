package erb

import (
	"encoding/json"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// An address is a URI.
type address struct{ *url.URL }

func addressModuleMethods() methods {
	parse := method{1, 1, addressParse, false}
	escape := method{1, 1, func(c *call) value { return c.text(url.QueryEscape(c.argText(0))) }, false}
	return methods{
		"parse":                     parse,
		"()":                        parse,
		"join":                      {2, 2, addressJoin, false},
		"encode_www_form_component": escape,
		"decode_www_form_component": {1, 1, func(c *call) value {
			s, err := url.QueryUnescape(c.argText(0))
			if err != nil {
				c.raiseErr("ArgumentError", err)
			}
			return c.text(s)
		}, false},
	}
}

func addressParse(c *call) value {
	parsed, err := url.Parse(c.argText(0))
	if err != nil || strings.ContainsAny(c.argText(0), " <>\"{}|\\^`") {
		c.raise("URI::InvalidURIError", "%q is no URI", c.argText(0))
	}
	return &address{parsed}
}

func addressJoin(c *call) value {
	base, err := url.Parse(c.argText(0))
	if err != nil {
		c.raise("URI::InvalidURIError", "%q is no URI", c.argText(0))
	}
	joined, err := base.Parse(c.argText(1))
	if err != nil {
		c.raise("URI::InvalidURIError", "%q is no URI", c.argText(1))
	}
	return &address{joined}
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
		}, false}
	}
	return methods{
		"host":     part(func(u *url.URL) string { host, _, _ := strings.Cut(u.Host, ":"); return bracketed(u, host) }),
		"hostname": part((*url.URL).Hostname),
		"scheme":   part(func(u *url.URL) string { return u.Scheme }),
		"query":    part(func(u *url.URL) string { return u.RawQuery }),
		"fragment": part((*url.URL).EscapedFragment),
		"userinfo": part(func(u *url.URL) string { return u.User.String() }),
		"user":     part(func(u *url.URL) string { user, _, _ := strings.Cut(u.User.String(), ":"); return user }),
		"password": part(func(u *url.URL) string { _, word, _ := strings.Cut(u.User.String(), ":"); return word }),
		"path":     {0, 0, func(c *call) value { return c.text(c.self.(*address).EscapedPath()) }, false},
		"port":     {0, 0, addressPort, false},
	}
}

// bracketed is the host with the brackets that an IPv6 address has.
func bracketed(u *url.URL, host string) string {
	if end := strings.IndexByte(u.Host, ']'); strings.HasPrefix(u.Host, "[") && end > 0 {
		return u.Host[:end+1]
	}
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

func jsonMethods() methods {
	return methods{
		"parse":     {1, 1, jsonParse, true},
		"load_file": {1, 1, func(c *call) value { return c.json(c.readFile(c.pathOf(0)), false) }, false},
	}
}

func jsonParse(c *call) value {
	return c.json(c.argText(0), truthy(c.option("symbolize_names")))
}

func (c *call) json(source string, symbols bool) value {
	d := json.NewDecoder(strings.NewReader(source))
	d.UseNumber()
	v, err := c.jsonValue(d, symbols)
	if err == nil {
		if _, err := d.Token(); err == io.EOF {
			return v
		}
	}
	c.raise("JSON::ParserError", "a text is no JSON")
	return nil
}

func (c *call) jsonValue(d *json.Decoder, symbols bool) (value, error) {
	c.enter()
	defer c.leave()
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case string:
		return c.text(token), nil
	case json.Number:
		return c.jsonNumber(token)
	case json.Delim:
		if token == '[' {
			return c.jsonList(d, symbols)
		}
		return c.jsonHash(d, symbols)
	}
	return token, nil
}

func (c *call) jsonNumber(n json.Number) (value, error) {
	if i, err := strconv.Atoi(n.String()); err == nil {
		return i, nil
	}
	return n.Float64()
}

func (c *call) jsonList(d *json.Decoder, symbols bool) (value, error) {
	l := &list{}
	for d.More() {
		v, err := c.jsonValue(d, symbols)
		if err != nil {
			return nil, err
		}
		l.items = append(l.items, v)
	}
	_, err := d.Token()
	return l, err
}

func (c *call) jsonHash(d *json.Decoder, symbols bool) (value, error) {
	h := newHash()
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		v, err := c.jsonValue(d, symbols)
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		if symbols {
			c.put(h, symbol(name), v)
		} else {
			c.put(h, c.text(name), v)
		}
	}
	_, err := d.Token()
	return h, err
}
