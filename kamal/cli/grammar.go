package cli

import (
	"encoding/json"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
)

// grammarCmd gives the grammar to programs, such as the one that makes the site.
type grammarCmd struct{}

// explained is a command, or a family of commands, as the help explains it.
type explained struct {
	Name      string           `json:"name"`
	Usage     string           `json:"usage"`
	About     string           `json:"about"`
	Family    bool             `json:"family,omitempty"`
	Group     string           `json:"group,omitempty"`
	Tables    []explainedTable `json:"tables"`
	ExitCodes []exitMeaning    `json:"exit_codes,omitempty"`
}

type explainedTable struct {
	Title string      `json:"title"`
	Rows  [][2]string `json:"rows"`
}

type exitMeaning struct {
	Code    int    `json:"code"`
	Meaning string `json:"meaning"`
}

// Run prints all commands, the root first, as JSON.
func (c *grammarCmd) Run(p *Session, s screen.Screen) error {
	text, err := json.Marshal(explain(p.root, nil))
	if err != nil {
		return err
	}
	s.Answer(screen.Answer{Of: "__grammar", Text: string(text)})
	return nil
}

// explain adds a command and those below it to a list.
func explain(n *kong.Node, list []explained) []explained {
	e := explained{
		Name: cmdline.Path(n), Usage: strings.TrimPrefix(cmdline.Usage(n), "Usage: "), About: n.Help, Family: !n.Leaf(),
	}
	if n.Group != nil {
		e.Group = n.Group.Title
	}
	if n.Parent == nil {
		e.About = programAbout
		for _, x := range exitCodes {
			e.ExitCodes = append(e.ExitCodes, exitMeaning{x.code, x.meaning})
		}
	}
	for _, t := range helpTables(n) {
		rows := make([][2]string, len(t.rows))
		for i, r := range t.rows {
			rows[i] = [2]string{strings.TrimSpace(r[0]), r[1]}
		}
		e.Tables = append(e.Tables, explainedTable{t.title, rows})
	}
	list = append(list, e)
	for _, c := range n.Children {
		if !c.Hidden {
			list = explain(c, list)
		}
	}
	return list
}
