package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/config"
)

func TestReadOutline_RunsNothing(t *testing.T) {
	const rest = `
servers:
  web: [ <%= ENV["WEB"] %>, 192.0.2.2 ]
  <%= ` + "`touch marker; echo jobs`.strip" + ` %>: { hosts: [ 192.0.2.3 ] }
  cron: { hosts: [ <%= ` + "%x(touch marker)[0, 1]" + ` %> ] }
accessories:
  db: { host: 192.0.2.9, env: { clear: { A: <%= File.read("VERSION") %> } } }
aliases:
  console: app exec -i bash
  made: app exec <%= ` + "`touch marker`" + ` %>
`
	all := config.Outline{
		Aliases:     config.Pairs{{Name: "console", Value: "app exec -i bash"}, {Name: "made", Value: config.Untold}},
		Hosts:       []string{"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.9"},
		Roles:       []string{"cron", "web"},
		Accessories: []string{"db"},
	}
	clear := all
	clear.Hosts = all.Hosts[1:]
	for name, c := range map[string]struct {
		top  string
		want config.Outline
	}{
		"evaluated":    {"service: shop", all},
		"in clear":     {"service: <%= Unheard.of %>", clear},
		"raising":      {"<% raise 'no' %>", clear},
		"rescued":      {"x: <%= Integer(`touch marker`) rescue 1 %>", all},
		"with secrets": {`x: <%= Kamal::Secrets.new["A"] %>`, all},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "config/deploy.yml", c.top+rest)
			write(t, dir, "VERSION", "1")
			write(t, dir, ".kamal/secrets", "A=$(touch marker)")
			write(t, dir, ".env", "A=$(touch marker)")
			got, err := config.ReadOutline(t.Context(), config.Options{Still: true, WorkDir: dir, Environ: []string{"WEB=192.0.2.1", "PATH=/usr/bin:/bin"}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("outline (-want +got):\n%s", diff)
			}
			if _, err := os.Stat(filepath.Join(dir, "marker")); err == nil {
				t.Error("a command ran")
			}
		})
	}
}

func TestReadOutline_ReadsWhatItCan(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "config/deploy.staging.yml", "servers: [ 192.0.2.9 ]\naliases: { mine: app stop }\n")
	got, err := config.ReadOutline(t.Context(), config.Options{Still: true, WorkDir: dir, Destination: "staging"})
	if !errors.Is(err, fs.ErrNotExist) || len(got.Aliases) != 1 || len(got.Hosts) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
	for _, text := range []string{"", "[", "a", "- b", "servers: 1", "servers: { web: 1 }", "accessories: [ 1 ]", "aliases: 1", "<% end %>", "<%"} {
		write(t, dir, "config/deploy.yml", text)
		if got, err := config.ReadOutline(t.Context(), config.Options{Still: true, WorkDir: dir}); err != nil {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
}
