package config

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/kamal-go/kamal/internal/yaml11"
)

// plainValue gives a tree for the encoders. Of registries, a password that is
// written down is redacted; the name of a secret is none.
func plainValue(n *yaml11.Node, registries bool) yaml11.Value {
	switch n.Kind {
	case yaml11.Null:
		return nil
	case yaml11.Bool:
		return n.Bool
	case yaml11.Int:
		if strconv.FormatInt(n.Int, 10) == n.Text {
			return n.Int
		}
	case yaml11.Float:
		return n.Float
	case yaml11.List:
		list := yaml11.Sequence{}
		for _, item := range n.List {
			list = append(list, plainValue(item, registries))
		}
		return list
	case yaml11.Map:
		m := yaml11.Mapping{}
		for _, p := range n.Map {
			v := plainValue(p.Value, registries)
			if registries && p.Key == "password" && p.Value.Scalar() && n.Get("username") != nil {
				v = Secret{}.String()
			}
			m = append(m, yaml11.Field{Key: p.Key, Value: v})
		}
		return m
	}
	return n.Text
}

// encodeJSON writes a tree as indented JSON, keys in their order.
func encodeJSON(v yaml11.Value) ([]byte, error) {
	var flat, out bytes.Buffer
	if err := writeJSON(&flat, v); err != nil {
		return nil, err
	}
	err := json.Indent(&out, flat.Bytes(), "", "  ")
	out.WriteByte('\n')
	return out.Bytes(), err
}

func writeJSON(out *bytes.Buffer, v yaml11.Value) error {
	switch v := v.(type) {
	case yaml11.Mapping:
		out.WriteByte('{')
		for i, f := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := writeJSON(out, f.Key); err != nil {
				return err
			}
			out.WriteByte(':')
			if err := writeJSON(out, f.Value); err != nil {
				return err
			}
		}
		out.WriteByte('}')
	case yaml11.Sequence:
		out.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := writeJSON(out, item); err != nil {
				return err
			}
		}
		out.WriteByte(']')
	case float64:
		out.WriteString(jsonFloat(v))
	default:
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			return err
		}
		out.Truncate(out.Len() - 1)
	}
	return nil
}

// jsonFloat writes a number; those that JSON does not have are null.
func jsonFloat(f float64) string {
	b, err := json.Marshal(f)
	if err != nil {
		return "null"
	}
	return string(b)
}
