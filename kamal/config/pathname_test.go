package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

var hostileNames = []string{".", "..", "../x", "x/../y", "/", "/etc", "a/b", "-x", ".x", "a b", "a\nb", "~", "$HOME", "*", "é", "a:b", strings.Repeat("x", 200)}

func TestNames_ThatWereAskedForAreChecked(t *testing.T) {
	for _, name := range hostileNames {
		for what, opts := range map[string]config.Options{
			"destination": {Destination: name},
			"version":     {Version: config.Version(name)},
		} {
			if _, err := config.Parse(t.Context(), minimal, opts); !errors.Is(err, config.ErrBadName) || !strings.Contains(err.Error(), what) {
				t.Errorf("%s %q: %v", what, name, err)
			}
			opts.WorkDir = t.TempDir()
			if _, err := config.Load(t.Context(), opts); !errors.Is(err, config.ErrBadName) {
				t.Errorf("loading with %s %q: %v", what, name, err)
			}
			if _, err := config.ReadOutline(t.Context(), opts); !errors.Is(err, config.ErrBadName) {
				t.Errorf("loading aliases with %s %q: %v", what, name, err)
			}
		}
		c := parse(t, minimal, config.Options{Environ: []string{"VERSION=" + name}})
		if _, err := c.Version(); !errors.Is(err, config.ErrBadName) {
			t.Errorf("VERSION=%q: %v", name, err)
		}
	}
}

func TestNames_OfTheFileAreChecked(t *testing.T) {
	for _, name := range hostileNames {
		quoted := strings.ReplaceAll(name, "\n", `\n`)
		for what, text := range map[string]string{
			"service":           strings.Replace(minimal, "service: shop", `service: "`+quoted+`"`, 1),
			"role":              strings.Replace(minimal, "  - 192.0.2.1", `  "`+quoted+`": [ 192.0.2.1 ]`, 1) + "\nprimary_role: \"" + quoted + "\"\n",
			"accessory":         minimal + `accessories: { "` + quoted + `": { image: x, host: a } }`,
			"accessory.service": minimal + `accessories: { db: { image: x, host: a, service: "` + quoted + `" } }`,
		} {
			if _, err := config.Parse(t.Context(), text, config.Options{}); err == nil {
				t.Errorf("%s %q is accepted", what, name)
			}
		}
	}
	for _, dir := range []string{"..", "../x", "a/../..", "/", "-x", "~/x", "//"} {
		if _, err := config.Parse(t.Context(), minimal+`run_directory: "`+dir+`"`, config.Options{}); err == nil {
			t.Errorf("run_directory %q is accepted", dir)
		}
	}
}

func TestNames_ThatUsersHaveAreAccepted(t *testing.T) {
	for _, name := range []string{"eu", "eu-west.1", "web_2", "_x", "9", "A", strings.Repeat("x", 64)} {
		text := strings.Replace(minimal, "  - 192.0.2.1", `  web: [ 192.0.2.1 ]`+"\n"+`  "`+name+`": [ 192.0.2.1 ]`, 1) +
			`accessories: { "` + name + `": { image: x, host: a }, y: { image: x, host: a, service: "` + name + `" } }`
		parse(t, text, config.Options{Destination: name, Version: config.Version(name)})
	}
	for _, dir := range []string{".kamal", "/srv/kamal", "a/b", ".", "/srv/..kamal/x.."} {
		parse(t, minimal+`run_directory: "`+dir+`"`, config.Options{})
	}
}
