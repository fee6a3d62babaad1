package erb_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/erb"
)

func TestClear_KeepsWhatStandsThere(t *testing.T) {
	for template, want := range map[string]string{
		"a: <%= `id` %>x\n<%# no %>\n<% b -%>\nc # <%= 1 %>": "a: ?x\n\nc # ",
		"<%% <% %w[a].each do |x| %>y<% end %>":              "<% y",
		"a: <%= 1":                                           "",
	} {
		expect(t, want, string(erb.Clear([]byte(template), "?")))
	}
}
