package dotenv

import (
	"slices"
	"strings"
)

// Origin says what the value of a name is made of. It never shows a value.
type Origin struct {
	// Variables are those that no line above defines.
	Variables []string
	// Commands are as written.
	Commands []string
}

// InClear reports whether the value of a name stands in the file as it is.
func (f *File) InClear(name string) bool {
	e := f.last[name]
	return e != nil && e.raw != "" && (e.quote == '\'' || !strings.Contains(e.raw, "$"))
}

// Origin follows the line that decides a name, and those that it refers to.
func (f *File) Origin(name string) Origin {
	var o Origin
	seen := map[*entry]bool{}
	list := []*entry{f.last[name]}
	for len(list) > 0 {
		e := list[len(list)-1]
		list = list[:len(list)-1]
		if e == nil || seen[e] {
			continue
		}
		seen[e] = true
		o.Commands = append(o.Commands, e.commands()...)
		for _, v := range e.mentions() {
			above := f.last[v]
			for above != nil && above.index >= e.index {
				above = above.earlier
			}
			if list = append(list, above); above == nil && !slices.Contains(o.Variables, v) {
				o.Variables = append(o.Variables, v)
			}
		}
	}
	return o
}

// commands are those of an entry, as written.
func (e *entry) commands() []string {
	var found []string
	closing := pairs(e.raw)
	for i := 0; e.quote != '\'' && i+1 < len(e.raw); i++ {
		switch {
		case e.raw[i] == '\\':
			i++
		case e.raw[i] == '$' && closing[i+1] > i+2 && e.raw[i+1] == '(':
			found = append(found, e.raw[i+2:closing[i+1]])
			i = closing[i+1]
		}
	}
	return found
}

// mentions are the variables that an entry refers to, its own name among them when it keeps that of above.
func (e *entry) mentions() []string {
	var found []string
	if e.inherit {
		found = append(found, e.name)
	}
	for i := 0; e.quote != '\'' && i < len(e.raw); i++ {
		if e.raw[i] == '\\' {
			i++
			continue
		}
		if e.raw[i] != '$' {
			continue
		}
		begin := i + 1
		if begin < len(e.raw) && e.raw[begin] == '{' {
			begin++
		}
		if end := nameEnd(e.raw, begin); end > begin && !slices.Contains(found, e.raw[begin:end]) {
			found = append(found, e.raw[begin:end])
		}
	}
	return found
}
