package config

import "strings"

// referenceWriter lays the table out as commented YAML.
type referenceWriter struct{ out strings.Builder }

const referenceWidth = 80

func (w *referenceWriter) line(s string) { w.out.WriteString(strings.TrimRight(s, " ") + "\n") }

// comment writes a comment of as many lines as it needs.
func (w *referenceWriter) comment(indent, s string) {
	line := indent + "#"
	for word := range strings.FieldsSeq(s) {
		if len(line)+1+len(word) > referenceWidth && strings.TrimSpace(line) != "#" {
			w.line(line)
			line = indent + "#"
		}
		line += " " + word
	}
	w.line(line)
}

// fields writes the keys of a table. The mark turns them into comments.
func (w *referenceWriter) fields(f *field, indent, mark string) {
	for i, sub := range f.fields {
		if i > 0 && mark == "" {
			w.line("")
		}
		w.field(sub, indent, mark)
	}
}

func (w *referenceWriter) field(f *field, indent, mark string) {
	if mark == "" {
		w.comment(indent, f.describe()+f.see)
	}
	if f.instead && mark == "" {
		mark = "# "
	}
	value := f.example
	switch {
	case value == "" && len(f.fields) > 0:
		w.line(indent + mark + f.name + ":")
		w.nested(f, indent, mark)
	case strings.HasPrefix(value, "\n"):
		w.line(indent + mark + f.name + ":")
		for line := range strings.SplitSeq(value[1:], "\n") {
			w.line(indent + mark + line)
		}
	default:
		w.line(indent + mark + f.name + ": " + value)
	}
	if f.or != "" {
		w.line(indent + "# " + f.name + ": " + f.or)
	}
}

// nested writes the keys of a table inside another. In a comment, each one's
// meaning stands behind it.
func (w *referenceWriter) nested(f *field, indent, mark string) {
	if mark == "" {
		w.fields(f, indent+"  ", "")
		return
	}
	for _, sub := range f.fields {
		hint := ""
		if sub.instead {
			hint = "# "
		}
		w.line(indent + mark + "  " + hint + sub.name + ": " + sub.example + "  # " + sub.describe())
	}
}

// describe is what a field means, with its default.
func (f *field) describe() string {
	about := f.about
	switch {
	case f.preset != "":
		about += " [" + f.preset + "]"
	case f.otherwise != "":
		about += " [" + f.otherwise + "]"
	}
	if f.required {
		about += " Required."
	}
	return strings.TrimSpace(about)
}
