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
	for _, template := range append(templates(f, "ruby/*.erb"), templates(f, "unsupported.erb")...) {
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
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
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
			t.Errorf("template %q takes longer than a minute", template)
		}
	})
}

// hostile are templates that would never end, or take all memory.
var hostile = []string{
	`<% 1_000_000_000_000.times { } %>`,
	`<% s = "x"; 100.times { s = s + s } %>`,
	`<%= "x" * 1_000_000_000_000 %>`,
	`<% s = "x"; 100.times { s = "#{s}#{s}" } %>`,
	`<%= (1..1_000_000_000_000).to_a %>`,
	`<%= (1..1_000_000_000_000).map(&:to_s).join %>`,
	`<% a = [1]; 100.times { a = a + a } %>`,
	`<% a = [1]; 100.times { a = [a, a] } %><%= a %>`,
	`<% a = [1]; 100000.times { a = [a] } %><%= a %><%= a == [a] %>`,
	`<% a = []; a << a %><%= a.inspect %>`,
	`<% a = []; a << a %><%= a.join %>`,
	`<% a = []; a << a %><%= a == [a] %>`,
	`<% h = {}; h[:a] = h %><%= h %>`,
	`<% x = 9; 100.times { x = x * x } %>`,
	`<% s = "x"; 100.times { s = s.gsub("x", "xx") } %>`,
	`<% s = "xxxxxxxxxx"; 10.times { s = s.gsub("x", s) } %>`,
	`<% s = "xxxxxxxxxx"; 10.times { s = s.gsub(/(x+)/, '\1\1\1\1') } %>`,
	`<%= "x".tr("\u0001-\uffff", "a") %>`,
	`<% a = [1]; a.each { |x| a << x; a.each { |y| a << y } } %>`,
	`<%= ` + strings.Repeat("(", 100000) + `%>`,
	`<%= ` + strings.Repeat("!", 100000) + `1 %>`,
	`<%= ` + strings.Repeat("[", 100000) + ` %>`,
	`<%= ` + strings.Repeat("{a: ", 100000) + ` %>`,
	`<%= ` + strings.Repeat(`"#{`, 100000) + ` %>`,
	`<%= ` + strings.Repeat(`1 + `, 100000) + `1 %>`,
	`<%= 1` + strings.Repeat(`.to_s`, 100000) + ` %>`,
	`<%= x` + strings.Repeat(` { |a`, 100000) + ` %>`,
	`<% [].each { |` + strings.Repeat(`(`, 100000) + ` %>`,
	strings.Repeat(`<% if true %>`, 10000),
	strings.Repeat(`<% if true %>`, 10000) + strings.Repeat(`<% end %>`, 10000),
	`<% x = "` + strings.Repeat("a", 1000000) + `" %>` + strings.Repeat(`<%= x %>`, 100),
	`<%= "` + strings.Repeat("a", 50000) + `" =~ /(a*)*b/ %>`,
	`<%= /` + strings.Repeat("(a", 2000) + `/ %>`,
	`<%= "x" =~ /(((a{1,100}){1,100}){1,100})/ %>`,
	`<% a = (1..100000).to_a; 1000000.times { a.include?(-1) } %>`,
	`<% a = (1..100000).to_a; 1000000.times { a.uniq; a.sort; a.first; a[1..] } %>`,
	`<% h = {}; 100000.times { |i| h[i] = i }; 1000000.times { |i| h.keys; h.select { } } %>`,
	`<% loop do end %>`,
	`<% loop(&:size) %>`,
	`<% loop { x = 1 } %>`,
	`<% while true; end %>`,
	`<% i = 0; i += 1 until false %>`,
	`<% def f(n) = f(n + 1) %><%= f(0) %>`,
	`<% def f(n); f(n) rescue f(n); end %><%= f(0) %>`,
	`<% def f; begin; f; ensure; f; end; end; f %>`,
	`<% loop { begin; raise "x"; rescue; end } %>`,
	`<%= format("%999999999999d", 1) %>`,
	`<%= format("%.999999999f", 1.0) %>`,
	`<%= "%9999999s" * 99 % ([1] * 99) %>`,
	`<%= "x".ljust(1_000_000_000_000) %>`,
	`<%= "x".center(1_000_000_000, "ab") %>`,
	`<%= [0] * 1_000_000_000_000 %>`,
	`<% a = [1, 2]; 60.times { a = a * 2 } %>`,
	`<%= 2 ** 1_000_000_000_000 %>`,
	`<%= 1 ** 1_000_000_000_000 %>`,
	`<%= 1.upto(1_000_000_000_000).to_a %>`,
	`<%= (1..1000000).each_cons(1000).to_a %>`,
	`<% a = []; a << a %><%= a.flatten %>`,
	`<% h = {}; h[:a] = h %><%= h.dig(*[:a]) rescue h.to_a.flatten %>`,
	`<%= (1..500000).sum { |x| x } %><%= (1..500000).reduce(:+) %>`,
	`<%= SecureRandom.hex(1_000_000_000_000) %>`,
	`<%= ` + strings.Repeat(`"#{<<~A}`, 50) + "\nx\nA\n" + ` %>`,
	strings.Repeat(`<% def f; `, 1000),
	strings.Repeat(`<% begin; `, 10000),
	`<% ` + strings.Repeat(`x rescue `, 10000) + `1 %>`,
	`<%= ` + strings.Repeat(`2 ** `, 10000) + `1 %>`,
	`<%= ` + strings.Repeat(`not `, 10000) + `1 %>`,
	longText + `100000.times { a.chars; a.reverse; a.squeeze } %>`,
	longText + `100000.times { a.scan(/x/); a.scan("x"); a.count("x") } %>`,
	longText + `1000000.times { a.include?("y") } %>`,
	longText + `1000000.times { a =~ /y/ } %>`,
	longText + `1000000.times { a.strip; a.upcase } %>`,
	longText + `1000000.times { a == a + "" } %>`,
	longText + `1000000.times { a.start_with?("y") || a.size } %>`,
	longText + `1000000.times { a.split("y"); a[1]; a.tr("x", "z") } %>`,
	longText + `1000000.times { a.match?(/y/); /y/.match?(a); a.gsub(/y/, "") } %>`,
	longText + `1000000.times { case a when /y/ then 1 when "y" then 2 end } %>`,
}

// longText gives a variable a text of a million characters.
const longText = `<% a = "x"; 20.times { a = a + a }; `

func TestRender_EndsWhateverTheTemplateDoes(t *testing.T) {
	for _, template := range hostile {
		name := template[:min(len(template), 60)]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			_, err := erb.Render(t.Context(), []byte(template), erb.Options{NoRuby: true})
			if took := time.Since(start); took > 5*time.Minute {
				t.Errorf("took %v, ended with %v", took, err)
			}
		})
	}
}
