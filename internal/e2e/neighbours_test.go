package e2e_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/playground/load"
)

func TestTwoApps_ShareAHostAndItsProxy(t *testing.T) {
	host := newApp(t)
	shop, blog := host, host.neighbour(t)
	first := shop.Hosts[0]
	client := through(first)
	onFirst := shop.oneHost(first)
	proxied := func(lines string) []string { return append(onFirst, "proxy:\n", "proxy:\n"+lines) }
	named := append(proxied("  host: blog.example.com\n"), "service: shop\nimage: shop\n", "service: blog\nimage: blog\n")

	shopVersion := shop.change(t, proxied("  host: shop.example.com\n")...)
	shop.run(t, "setup")
	blogVersion := blog.change(t, named...)
	blog.run(t, "setup")
	wantPage(t, client, "http://shop.example.com/", 200, shopVersion)
	wantPage(t, client, "http://blog.example.com/", 200, blogVersion)
	wantPage(t, client, "http://unknown.example.com/", 404, "")

	t.Log("now by path, with and without the prefix stripped")
	byPath := func(lines string) []string {
		return append(proxied("  host: shop.example.com\n"+lines), "service: shop\nimage: shop\n", "service: blog\nimage: blog\n")
	}
	running := load.StartOver(t.Context(), client, "http://shop.example.com/")
	blogVersion = blog.change(t, byPath("  path_prefix: /blog\n")...)
	blog.run(t, "deploy")
	wantPage(t, client, "http://shop.example.com/blog/", 200, blogVersion)
	wantPage(t, client, "http://shop.example.com/blog/env/GREETING", 200, "hello")
	blog.change(t, byPath("  path_prefix: /env\n  strip_path_prefix: false\n")...)
	blog.run(t, "deploy")
	wantPage(t, client, "http://shop.example.com/env/KAMAL_VERSION", 200, blog.version(t))

	t.Log("now one goes")
	text := blog.run(t, "proxy", "remove")
	if !strings.Contains(text, "--force") {
		t.Errorf("removing a proxy in use: %q, want a hint at --force", text)
	}
	wantPage(t, client, "http://shop.example.com/env/KAMAL_VERSION", 200, blog.version(t))
	blog.run(t, "remove", "-y")
	wantPage(t, client, "http://shop.example.com/env/KAMAL_VERSION", 200, shopVersion)
	report := running.Stop()
	wantNoFailure(t, report)
	if n := report.Answers[shopVersion]; n != report.Requests {
		t.Errorf("%d of %d requests were answered by the shop", n, report.Requests)
	}
	shop.run(t, "remove", "-y")
	if left := onHost(t, first, "docker ps -aq"); left != "" {
		t.Errorf("containers are left: %q", left)
	}
}
