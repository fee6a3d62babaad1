package erb

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

func jsonParse(c *call) value {
	if c.named != nil && (len(c.named.keys) != 1 || c.named.keys[0] != symbol("symbolize_names")) {
		c.unsupported("these named arguments of JSON.parse are not supported", "use only symbolize_names: true")
	}
	d := json.NewDecoder(strings.NewReader(c.argText(0)))
	d.UseNumber()
	v, err := c.jsonValue(d)
	if err == nil {
		if _, err := d.Token(); err == io.EOF {
			return v
		}
	}
	c.raise("JSON::ParserError", "a text is no JSON")
	return nil
}

// jsonValue reads a value of any kind.
func (c *call) jsonValue(d *json.Decoder) (value, error) {
	c.enter()
	defer c.leave()
	token, err := d.Token()
	switch token := token.(type) {
	case json.Number:
		return c.jsonNumber(token.String())
	case json.Delim:
		if token == '[' {
			return c.jsonList(d)
		}
		return c.jsonHash(d)
	}
	return token, err
}

func (c *call) jsonNumber(digits string) (value, error) {
	if strings.ContainsAny(digits, ".eE") {
		return strconv.ParseFloat(digits, 64)
	}
	n, err := strconv.Atoi(digits)
	c.inRange(err == nil)
	return n, nil
}

func (c *call) jsonList(d *json.Decoder) (value, error) {
	l := &list{}
	for d.More() {
		v, err := c.jsonValue(d)
		if err != nil {
			return nil, err
		}
		l.items = append(l.items, v)
	}
	_, err := d.Token()
	return l, err
}

func (c *call) jsonHash(d *json.Decoder) (value, error) {
	h := newHash()
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		v, err := c.jsonValue(d)
		if err != nil {
			return nil, err
		}
		if name, ok := key.(string); ok && c.named != nil && truthy(c.named.values[symbol("symbolize_names")]) {
			key = symbol(name)
		}
		c.put(h, key, v)
	}
	_, err := d.Token()
	return h, err
}
