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
	if f.oneOf != nil {
		m.add("enum", sequence(f.oneOf))
	}
	if f.pattern != nil {
		m.add("pattern", f.pattern.String())
	}
	if f.least != nil {
		m.add("minimum", *f.least)
	}
	if f.most != nil {
		m.add("maximum", *f.most)
	}
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

// types are the names that JSON has for the shapes of a field.
func (f *field) types() yaml11.Value {
	var names []string
	for _, x := range []struct {
		shape shape
		names []string
	}{
		{text, []string{"string", "number", "boolean"}},
		{word, []string{"string"}},
		{number, []string{"integer"}},
		{flag, []string{"boolean"}},
		{list, []string{"array"}},
		{table, []string{"object"}},
		{nothing, []string{"null"}},
	} {
		if f.shape&x.shape != 0 {
			names = appendNew(names, x.names)
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
