package hostcmd_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

const removing = small + `
asset_path: /assets
error_pages_path: public
accessories: {db: {image: postgres, host: 192.0.2.1}}
`

// removals are all commands that remove folders with what is in them.
func removals(c *config.Config, v config.Version) map[string]commands.Cmd {
	app := hostcmd.App{App: commands.App{Config: c, Role: c.Roles[0], Host: "192.0.2.1"}}
	lock := hostcmd.Lock{Config: c}
	return map[string]commands.Cmd{
		"app":         app.RemoveDirectory(),
		"app's proxy": app.RemoveProxyDirectory(),
		"assets":      assetsOf(app).CleanUp(v),
		"error pages": hostcmd.ErrorPages{Config: c}.CleanUp(v),
		"accessory":   hostcmd.NewAccessory(c, c.Accessories[0], "192.0.2.1").RemoveDirectory(),
		"secrets":     hostcmd.NewAccessory(c, c.Accessories[0], "192.0.2.1").RemoveSecrets(),
		"proxy":       hostcmd.Proxy{Proxy: commands.Proxy{Config: c}}.RemoveDirectory(),
		"acquire":     lock.Acquire("x"),
		"release":     lock.Release(),
		"release if":  lock.ReleaseIf("x"),
		"cord":        app.CutCord("/root/.kamal/cords/" + app.Role.ContainerPrefix + "-1"),
	}
}

var recursive = regexp.MustCompile(`\brm -rf?\b`)

func TestRemoval_RemovesWhatIsKamals(t *testing.T) {
	for name, cmd := range removals(load(t, removing), "v1") {
		if !recursive.MatchString(cmd.String()) {
			t.Errorf("%s removes nothing: %s", name, cmd)
		}
	}
}

// The configuration refuses such names; a removal does not rely on it.
func TestRemoval_RefusesPathsOfHostileNames(t *testing.T) {
	spoil := map[string]struct {
		with    func(c *config.Config, name string)
		touches []string
	}{
		"service":       {func(c *config.Config, name string) { c.Service = name }, []string{"app", "app's proxy", "assets", "error pages", "secrets"}},
		"destination":   {func(c *config.Config, name string) { c.Destination = name + "/../.." }, []string{"app", "app's proxy", "assets", "error pages", "acquire", "release", "release if"}},
		"role":          {func(c *config.Config, name string) { c.Roles[0].Name = name }, []string{"assets"}},
		"accessory":     {func(c *config.Config, name string) { c.Accessories[0].ContainerName = name }, []string{"accessory"}},
		"run directory": {func(c *config.Config, _ string) { c.RunDirectory = "../.." }, []string{"app", "app's proxy", "proxy", "acquire", "release", "release if"}},
	}
	for _, name := range []string{"", ".", "..", "../x", "/", "/../etc", "x/../..", "-x", "~", "a b", "$HOME", "*"} {
		for what, s := range spoil {
			c := load(t, removing)
			s.with(c, name)
			cmds := removals(c, "v1")
			for _, touched := range s.touches {
				if line := cmds[touched].String(); recursive.MatchString(line) {
					t.Errorf("%s %q, %s: %s", what, name, touched, line)
				}
			}
		}
		cmds := removals(load(t, removing), config.Version(name))
		for _, touched := range []string{"assets", "error pages"} {
			if line := cmds[touched].String(); recursive.MatchString(line) {
				t.Errorf("version %q, %s: %s", name, touched, line)
			}
		}
		c := load(t, removing)
		if line := (hostcmd.App{App: commands.App{Config: c, Role: c.Roles[0]}}).CutCord(name).String(); recursive.MatchString(line) {
			t.Errorf("cord %q: %s", name, line)
		}
	}
}

// Whoever removes folders goes through the one place that looks at the path.
func TestRemoval_IsInOnePlace(t *testing.T) {
	own, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	public, err := filepath.Glob("../../kamal/commands/*.go")
	if err != nil {
		t.Fatal(err)
	}
	loose := regexp.MustCompile(`"rm",\s*"-[a-z]*[rR]|"-exec", "rm"|rm -[a-z]*[rR]|"-delete"`)
	for _, name := range append(own, public...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name != "remove.go" && !strings.HasSuffix(name, "_test.go") && loose.Match(text) {
			t.Errorf("%s removes folders by itself: %s", name, loose.Find(text))
		}
	}
}
