package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRead_KnowsHowEachPieceLooks(t *testing.T) {
	got := read("\x1b[32m$\x1b[39m \x1b[1mkamal deploy\x1b[0m\n  \x1b[2mé  x\x1b[22m \x1b[91;1mno\x1b[0m  \n\nlast\n\n\n")
	plain := look{colour: ordinary}
	want := [][]piece{
		{{0, "$", look{colour: colours[2]}}, {2, "kamal deploy", look{colour: ordinary, bold: true}}},
		{{2, "é  x", look{colour: ordinary, faint: true}}, {7, "no", look{colour: colours[9], bold: true}}},
		nil,
		{{0, "last", plain}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(piece{}, look{})); diff != "" {
		t.Error(diff)
	}
}

func TestPicture_IsWellFormedAndHasAllWords(t *testing.T) {
	svg := picture(`a "title" & more`, [][]piece{{{0, "a <b> & 'c'", look{colour: ordinary}}}, nil, {{3, "x  y", look{colour: colours[1], bold: true, faint: true}}}})
	var texts strings.Builder
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok {
			texts.WriteString(string(text))
		}
	}
	for _, want := range []string{"a\u00a0<b>\u00a0&\u00a0'c'", "x\u00a0\u00a0y"} {
		if !strings.Contains(texts.String(), want) {
			t.Errorf("there is no %q in %q", want, texts.String())
		}
	}
}
