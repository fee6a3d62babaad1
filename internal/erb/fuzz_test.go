package erb_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/erb"
)

func FuzzRender_EndsWithoutPanic(f *testing.F) {
	for _, template := range templates(f) {
		f.Add(template)
	}
	for _, template := range hostile {
		f.Add(template)
	}
	dir := project(f)
	f.Fuzz(func(t *testing.T, template string) {
		if strings.Contains(template, "Dir") {
			t.Skip("walking through the machine's folders takes its time")
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := erb.Render(ctx, []byte(template), erb.Options{
			Dir: dir, Env: erb.NewEnv([]string{"HOST=app.example.com"}), NoRuby: true, Log: io.Discard,
			Run: func(_ context.Context, _, line string, _ []string) ([]byte, error) {
				if strings.Contains(line, "fail") {
					return nil, os.ErrInvalid
				}
				return []byte(line + "\n"), nil
			},
		})
		if errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("template %q takes longer than ten seconds", template)
		}
	})
}

// hostile are templates that would never end, or take all memory.
var hostile = []string{
	`<% while true do end %>`,
	`<% loop { } %>`,
	`<% s = "x"; 100.times { s = s + s } %>`,
	`<% s = "x"; 100.times { s << s } %>`,
	`<%= "x" * 1_000_000_000_000 %>`,
	`<%= (1..1_000_000_000_000).to_a %>`,
	`<%= (1..1_000_000_000_000).map(&:to_s).join %>`,
	`<% a = [1]; 100.times { a = a + a } %>`,
	`<% a = [1]; 100.times { a = [a, a] } %><%= a %>`,
	`<% a = []; a << a %><%= a.inspect %>`,
	`<% a = []; a << a %><%= a.flatten.size %><%= a == [a] %>`,
	`<% h = {}; h[:a] = h %><%= h %>`,
	`<% def f(x) = f(x + 1) %><%= f(1) %>`,
	`<% f = ->(x) { f.call(x) } %><%= f.call(1) %>`,
	`<%= "x".rjust(1_000_000_000) %>`,
	`<%= 10 ** 10_000_000_000 %>`,
	`<%= ("a" * 100000).gsub("a") { "b" * 100000 } %>`,
	`<%= "x".gsub("x", "y" * 1000000).gsub("y", "z" * 1000000) %>`,
	`<%= [1, 2].cycle { } %>`,
	`<% a = [1]; a[1_000_000_000_000] = 1 %>`,
	`<%= [0] * 1_000_000_000_000 %>`,
	`<%= format("%1000000000d", 1) %>`,
	`<%= "\u{0}-\u{10ffff}".tr("\u0001-\u{10ffff}", "a") %>`,
	`<% a = (1..1000).to_a; a.product(a).each { |x| a.product(x) } %>`,
	`<%= [1].each { |x| [1].each { |y| break } } %><% f = proc { break }; f.call %>`,
	`<% p = proc { next 5 } %><%= p.call %><% return %>`,
	`<% break %>`,
	`<%= yield %>`,
	`<%= ` + strings.Repeat("(", 100000) + `%>`,
	`<%= ` + strings.Repeat("!", 100000) + `1 %>`,
	`<%= ` + strings.Repeat("[", 100000) + ` %>`,
	`<%= ` + strings.Repeat(`"#{`, 100000) + ` %>`,
	`<%= ` + strings.Repeat(`1 + `, 100000) + `1 %>`,
	`<%= 1` + strings.Repeat(`.abs`, 100000) + ` %>`,
	strings.Repeat(`<% if true %>`, 10000),
	strings.Repeat(`<% if true %>`, 10000) + strings.Repeat(`<% end %>`, 10000),
	`<% h = Hash.new { |hash, k| hash[k] } %><%= h[1] %>`,
	`<% x = "a" * 1000000 %>` + strings.Repeat(`<%= x %>`, 100),
	`<%= "` + strings.Repeat("a", 50000) + `" =~ /(a*)*b/ %>`,
	`<%= /` + strings.Repeat("(a", 2000) + `/ %>`,
	`<%= "x" =~ /(((a{1,100}){1,100}){1,100})/ %>`,
	`<% a = "x" * 100000; 1000000.times { a.include?("y") } %>`,
	`<% a = (1..100000).to_a; 1000000.times { a.include?(-1) } %>`,
	`<% a = (1..100000).to_a; 1000000.times { a.reverse } %>`,
	`<% a = "x" * 1000000; 1000000.times { a =~ /y/ } %>`,
	`<% a = "x" * 1000000; 1000000.times { a.strip } %>`,
	`<% a = "x" * 1000000; 1000000.times { a.count("^y") } %>`,
	`<% a = "x" * 1000000; 1000000.times { a == a.dup } %>`,
	`<% a = "x" * 1000000; 1000000.times { a.start_with?("y") || a.index("z") || a.size } %>`,
	`<% a = (1..100000).to_a; 1000000.times { a.shift; a.unshift(1) } %>`,
	`<% h = (1..100000).to_h { |x| [x, x] }; 1000000.times { |i| h.delete(i) } %>`,
}

func TestRender_EndsWhateverTheTemplateDoes(t *testing.T) {
	for _, template := range hostile {
		name := template[:min(len(template), 60)]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, err := erb.Render(t.Context(), []byte(template), erb.Options{NoRuby: true})
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v, ended with %v", took, err)
			}
		})
	}
}
