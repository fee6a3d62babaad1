package config

import "github.com/kamal-go/kamal/internal/yaml11"

// Schema gives the JSON schema of the configuration, for editors. Templates are
// beyond it: it describes what they render.
func Schema() []byte {
	top := root.schema()
	m := mapping{}
	m.add("$schema", "https://json-schema.org/draft/2020-12/schema")
	m.add("title", "kamal: config/deploy.yml")
	m = append(m, mapping(top)...)
	m.add("patternProperties", yaml11.Mapping{{Key: "^x-", Value: yaml11.Mapping{}}})
	text, err := encodeJSON(yaml11.Mapping(m))
	if err != nil {
		panic(err) // the table holds nothing that can't be encoded
	}
	return text
}

func (f *field) schema() yaml11.Mapping {
	m := mapping{}
	m.text("description", f.describe())
	if f.leftover != "" || f.older {
		m.add("deprecated", true)
	}
	if f.preset != "" {
		m.add("default", f.presetValue())
	}
	if f.oneOf != nil && f.shape&^text != 0 {
		others := *f
		others.oneOf, others.shape, others.about, others.preset, others.otherwise = nil, f.shape&^text, "", "", ""
		m.add("anyOf", yaml11.Sequence{yaml11.Mapping{{Key: "enum", Value: sequence(f.oneOf)}}, others.schema()})
		return yaml11.Mapping(m)
	}
	m.add("type", f.types())
	f.rules(&m)
	if f.items != nil {
		m.add("items", f.items.schema())
	}
	if f.shape&table != 0 && !f.open() {
		f.tableSchema(&m)
	}
	return yaml11.Mapping(m)
}

func (f *field) tableSchema(m *mapping) {
	if len(f.fields) > 0 {
		properties, required := mapping{}, []string{}
		for _, sub := range f.fields {
			properties.add(sub.name, sub.schema())
			if sub.required {
				required = append(required, sub.name)
			}
		}
		m.add("properties", yaml11.Mapping(properties))
		m.list("required", required)
	}
	if f.values != nil {
		m.add("additionalProperties", f.values.schema())
	} else {
		m.add("additionalProperties", false)
	}
}

// rules adds what a scalar must be like.
func (f *field) rules(m *mapping) {
	if f.oneOf != nil {
		m.add("enum", sequence(f.oneOf))
	}
	switch {
	case f.pattern != nil:
		m.add("pattern", f.pattern.String())
	case f.editor != nil:
		m.add("pattern", f.editor.String())
	case f.shape&(text|word) != 0 && f.refuses(&yaml11.Node{Kind: yaml11.String}):
		m.add("minLength", 1)
	}
	switch {
	case f.least != nil:
		m.add("minimum", *f.least)
	case f.passes("1") && !f.passes("-1"):
		m.add("minimum", map[bool]int{true: 0, false: 1}[f.passes("0")])
	}
	if f.most != nil {
		m.add("maximum", *f.most)
	}
	if f.passes("false") && !f.passes("true") {
		m.add("not", yaml11.Mapping{{Key: "const", Value: true}})
	}
}

// passes reports whether a number or a boolean passes the checks.
func (f *field) passes(scalar string) bool {
	n := plainScalar(scalar)
	return f.allows(n) && !f.refuses(n)
}

// types are the names that JSON has for the shapes of a field.
func (f *field) types() yaml11.Value {
	var names []string
	for _, x := range []struct {
		name string
		has  bool
	}{
		{"string", f.shape&(text|word) != 0},
		{"number", f.passes("1.5")},
		{"integer", !f.passes("1.5") && f.passes("1")},
		{"boolean", f.passes("true") || f.passes("false")},
		{"array", f.shape&list != 0},
		{"object", f.shape&table != 0},
		{"null", f.shape&nothing != 0},
	} {
		if x.has {
			names = append(names, x.name)
		}
	}
	if len(names) == 1 {
		return names[0]
	}
	return sequence(names)
}

func (f *field) presetValue() yaml11.Value {
	doc, err := yaml11.Parse(f.name, []byte(f.preset))
	if err != nil || f.shape&(number|flag) == 0 {
		return f.preset
	}
	return plainValue(doc.Root, false)
}
