package main

import (
	"fmt"
	"html"
	"strings"
)

// The measures of a picture.
const (
	cellWidth  = 8.4
	lineHeight = 20
	fontSize   = 14
	margin     = 18
	bar        = 34
)

// colours are those of a terminal, by their numbers, on dark ground.
var colours = [...]string{
	"#5c6670", "#ff7b72", "#56d39b", "#e3b341", "#79b8ff", "#d2a8ff", "#6fdcec", "#dfe3e7",
	"#97a1ab", "#ffa198", "#8ff0c2", "#f2cc60", "#a5d0ff", "#e2c5ff", "#a0ecf7", "#ffffff",
}

const (
	ground   = "#14171a"
	ordinary = "#dfe3e7"
	edge     = "#2c3238"
)

// picture draws lines as a window with a terminal in it. The title is what it
// shows, for those who can't see it.
func picture(title string, lines [][]piece) string {
	wide := 60
	for _, line := range lines {
		for _, p := range line {
			wide = max(wide, p.column+p.width())
		}
	}
	width, height := int(float64(wide)*cellWidth)+2*margin, len(lines)*lineHeight+bar+margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`+"\n",
		width, height, width, height, html.EscapeString(title))
	fmt.Fprintf(&b, `<rect x="0.5" y="0.5" width="%d" height="%d" rx="9" fill="%s" stroke="%s"/>`+"\n", width-1, height-1, ground, edge)
	for i, colour := range []string{"#ff7b72", "#e3b341", "#56d39b"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="17" r="5.5" fill="%s" opacity="0.75"/>`+"\n", margin+5+i*18, colour)
	}
	fmt.Fprintf(&b, `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="%d" fill="%s">`+"\n", fontSize, ordinary)
	for y, line := range lines {
		for _, p := range line {
			b.WriteString(drawn(p, bar+(y+1)*lineHeight-6))
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// drawn is a piece of text. It is as long as its cells, whatever the font, and no
// blank of it gets lost.
func drawn(p piece, y int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<text x="%.1f" y="%d" textLength="%.1f"`, margin+float64(p.column)*cellWidth, y, float64(p.width())*cellWidth)
	if p.look.colour != ordinary {
		fmt.Fprintf(&b, ` fill="%s"`, p.look.colour)
	}
	if p.look.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if p.look.faint {
		b.WriteString(` opacity="0.65"`)
	}
	fmt.Fprintf(&b, ">%s</text>\n", html.EscapeString(strings.ReplaceAll(p.text, " ", "\u00a0")))
	return b.String()
}
