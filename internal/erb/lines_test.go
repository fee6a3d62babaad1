package erb_test

import (
	"slices"
	"testing"

	"github.com/kamal-go/kamal/internal/erb"
)

func TestRender_SaysWhereEachLineCameFrom(t *testing.T) {
	for _, tt := range []struct {
		name, template, text string
		lines                []int
	}{
		{"plain", "a\nb\n", "a\nb\n", []int{1, 2, 3}},
		{"long tag", "<%\n x = 1\n%>\na\n", "\na\n", []int{3, 4, 5}},
		{"trimmed", "a\n<%- if true\n -%>\nb\n<%- end -%>\nc", "a\nb\nc", []int{1, 4, 6}},
		{"loop", "<% 2.times do |i| %>\n- <%= i %>\n<% end %>\nz", "\n- 0\n\n- 1\n\nz", []int{1, 2, 1, 2, 3, 4}},
		{"several lines", "a\n<%= \"x\\ny\" %>\nb", "a\nx\ny\nb", []int{1, 2, 2, 3}},
		{"comment", "a\n# <%= nothing_known %>\nb\n", "a\n# \nb\n", []int{1, 2, 3, 4}},
		{"empty", "", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := erb.Render(t.Context(), []byte(tt.template), erb.Options{NoRuby: true})
			if err != nil {
				t.Fatal(err)
			}
			if string(got.Text) != tt.text || !slices.Equal(got.Lines, tt.lines) {
				t.Errorf("got %q from lines %v, want %q from %v", got.Text, got.Lines, tt.text, tt.lines)
			}
		})
	}
}
