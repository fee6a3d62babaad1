package timeline

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/visible"
)

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// pageView is what the page is made of. All texts are plain; the template escapes
// them.
type pageView struct {
	Title, Began, Took, Failure string
	Interrupted                 bool
	Seconds                     float64
	Counts                      []string
	Bands, Rows                 []rowView
	Style                       template.CSS
	Script                      template.JS
	// Policy lets no script run but that one, and nothing be loaded.
	Policy string
}

type rowView struct {
	Label string
	Lanes int
	Bars  []bar
}

// bar is something that is drawn in a row. Place is where, in its style.
type bar struct {
	Class, Name, Line, When, Took, Note string
	Place                               template.CSS
}

// page gives a story as a page.
func page(s story) ([]byte, error) {
	v := pageView{
		Title: visible.Text(s.title), Began: s.began.Format("2006-01-02 15:04:05 MST"), Took: short(s.took), Failure: visible.Text(s.failure), Interrupted: s.interrupted,
		Seconds: s.took.Seconds(), Counts: counts(s.rows),
		Style: template.CSS(pageStyle), Script: template.JS(pageScript), Policy: policy(pageScript),
	}
	for _, r := range s.rows {
		view := rowView{Label: visible.Text(r.label), Lanes: r.lanes, Bars: r.bars(s.took)}
		if r.band {
			v.Bands = append(v.Bands, view)
		} else {
			v.Rows = append(v.Rows, view)
		}
	}
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, v)
	return b.Bytes(), err
}

func policy(script string) string {
	sum := sha256.Sum256([]byte(script))
	return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// counts says how much there is.
func counts(rows []row) []string {
	hosts, commands, failures := 0, 0, 0
	for _, r := range rows {
		if r.host {
			hosts++
		}
		for _, s := range r.spans {
			if s.kind == command {
				commands++
			}
			if s.kind == command && s.broken() {
				failures++
			}
		}
	}
	return []string{number(hosts, "host"), number(commands, "command"), number(failures, "failure")}
}

// number writes out how many there are of something.
func number(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

// bars gives what a row shows, what lies below first.
func (r row) bars(total time.Duration) []bar {
	var list []bar
	for _, s := range slices.Concat(r.waits, r.spans) {
		list = append(list, s.bar(total))
	}
	for _, m := range r.marks {
		list = append(list, bar{
			Class: "mark " + string(m.level), Name: string(m.level), Line: visible.Text(strings.TrimSpace(m.text)), When: short(m.at), Place: place(m.at, 0, total, 0),
		})
	}
	return list
}

func (s *span) bar(total time.Duration) bar {
	b := bar{
		Class: string(s.kind), Name: visible.Text(cmp.Or(s.name, s.line)), Line: visible.Text(s.line),
		When: short(s.began), Took: short(s.took()), Place: place(s.began, s.took(), total, s.lane),
	}
	switch {
	case s.broken():
		b.Class += " failure"
		b.Note = "failed: " + visible.Text(s.failure)
	case s.failure != "":
		b.Class += " excused"
		b.Note = "failed, which is no trouble: " + visible.Text(s.failure)
	case s.interrupted:
		b.Class += " unfinished"
		b.Note = "interrupted"
	case !s.ended:
		b.Class += " unfinished"
		b.Note = "had not ended when the run did"
	}
	if s.kind == command && s.of > 1 {
		b.Note = strings.TrimSpace(fmt.Sprintf("part %d of %d that were sent together\n%s", s.part, s.of, b.Note))
	}
	if s.kind == script {
		b.Name = fmt.Sprintf("%d commands sent together", s.of)
		b.Line = visible.Text(s.name)
	}
	return b
}

func place(at, took, total time.Duration, lane int) template.CSS {
	percent := func(d time.Duration) float64 { return 100 * float64(d) / float64(max(total, 1)) }
	return template.CSS(fmt.Sprintf("left:%.6g%%;width:%.6g%%;--lane:%d", percent(at), percent(took), lane))
}

// short writes a duration as precisely as people want to know it.
func short(d time.Duration) string {
	if d < 10*time.Millisecond {
		return d.Round(10 * time.Microsecond).String()
	}
	return d.Round(time.Millisecond).String()
}
