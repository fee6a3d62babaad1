package main

import (
	"bytes"
	"encoding/json"
	"html/template"
	"maps"
	"slices"
	"strings"
)

// reference are the templates of the pages that are made of what the program says.
var reference = template.Must(template.New("").Funcs(template.FuncMap{"id": commandID}).Parse(`
{{define "commands"}}<h1>Commands</h1>
<p>As <code>kamal help</code> says it. Every command takes the <a href="#kamal">options of every command</a>, anywhere on the line.</p>
{{range .}}<section class="command"><h2 id="{{id .Name}}">kamal {{.Name}}</h2>
<p>{{.About}}</p>
<pre><code>{{.Usage}}</code></pre>
{{range .Tables}}<h3>{{.Title}}</h3><div class="wide"><table>{{range .Rows}}<tr><td><code>{{index . 0}}</code></td><td>{{index . 1}}</td></tr>{{end}}</table></div>
{{end}}{{if .ExitCodes}}<h3 id="exit-codes">Exit codes</h3><div class="wide"><table>{{range .ExitCodes}}<tr><td><code>{{.Code}}</code></td><td>{{.Meaning}}</td></tr>{{end}}</table></div>
{{end}}</section>{{end}}{{end}}

{{define "configuration"}}<h1>Configuration</h1>
<p>As <code>kamal docs</code> says it: each part can be copied. Below are <a href="#all-keys">all keys</a>. Editors check and complete the file with the schema that <code>kamal config --schema</code> prints.</p>
{{range .Sections}}<section><h2 id="{{.ID}}">{{.Title}}</h2>
<pre>{{.Text}}</pre></section>
{{end}}<h2 id="all-keys">All keys</h2>
<div class="wide"><table><tr><th>key</th><th>what it means</th></tr>{{range .Keys}}<tr id="{{.ID}}"><td><code>{{.Path}}</code></td><td>{{.About}}</td></tr>{{end}}</table></div>{{end}}
`))

func commandID(name string) string {
	return strings.ReplaceAll(strings.TrimSpace("kamal "+name), " ", "-")
}

// commandsPage makes the page of all commands.
func (b *builder) commandsPage(d document) (page, error) {
	p := page{File: d.file, Title: d.title, About: "All commands of kamal and their options."}
	for _, c := range b.program.commands {
		id := commandID(c.Name)
		if !strings.Contains(c.Name, " ") {
			p.Parts = append(p.Parts, part{id, strings.TrimSpace("kamal " + c.Name)})
		}
		e := entry{Title: strings.TrimSpace("kamal " + c.Name), URL: d.file + "#" + id, Kind: "Command", Text: c.About}
		for _, t := range c.Tables {
			for _, r := range t.Rows {
				e.Text += " " + r[0] + " " + r[1]
			}
		}
		b.add(e)
	}
	var body bytes.Buffer
	err := reference.ExecuteTemplate(&body, "commands", b.program.commands)
	p.Body = template.HTML(body.String())
	return p, err
}

// key is a key of the configuration, with its path.
type key struct{ Path, ID, About string }

// keysOf adds the keys below a path to a list; NAME is a name of the user's own.
func keysOf(s schema, path string, list map[string]key) {
	for name, below := range s.Properties {
		full := strings.TrimPrefix(path+"."+name, ".")
		if old := list[full]; old.About == "" {
			list[full] = key{full, "key-" + full, below.Description}
		}
		keysOf(below, full, list)
	}
	var named schema
	if bytes.HasPrefix(s.AdditionalProperties, []byte("{")) && json.Unmarshal(s.AdditionalProperties, &named) == nil {
		keysOf(named, path+".NAME", list)
	}
	if s.Items != nil {
		keysOf(*s.Items, path, list)
	}
	for _, other := range s.AnyOf {
		keysOf(other, path, list)
	}
}

// configurationPage makes the page of the configuration.
func (b *builder) configurationPage(d document) (page, error) {
	p := page{File: d.file, Title: d.title, About: "All keys of config/deploy.yml, with examples."}
	type shown struct {
		ID, Title string
		Text      template.HTML
	}
	var sections []shown
	for _, s := range b.program.sections {
		id, title := s.name, s.name
		if s.name == "" {
			id, title = "the-top-level", "The top level"
		}
		p.Parts = append(p.Parts, part{id, title})
		sections = append(sections, shown{id, title, template.HTML(withNotes(s.text))})
		b.add(entry{Title: title, URL: d.file + "#" + id, Kind: "Configuration", Text: s.text})
	}
	p.Parts = append(p.Parts, part{"all-keys", "All keys"})
	found := map[string]key{}
	keysOf(b.program.schema, "", found)
	keys := slices.SortedFunc(maps.Values(found), func(a, c key) int { return strings.Compare(a.Path, c.Path) })
	for _, k := range keys {
		b.add(entry{Title: k.Path, URL: d.file + "#" + k.ID, Kind: "Key", Text: k.About})
	}
	var body bytes.Buffer
	err := reference.ExecuteTemplate(&body, "configuration", map[string]any{"Sections": sections, "Keys": keys})
	p.Body = template.HTML(body.String())
	return p, err
}
