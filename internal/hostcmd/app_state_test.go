package hostcmd_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
)

// A host is as it was found until another container is there, or one is not.
func TestApp_StateIs(t *testing.T) {
	c := load(t, small)
	app := hostcmd.App{}
	app.Config, app.Role, app.Host = c, c.Role("web"), "192.0.2.1"
	docker := func(ids string) string {
		return `for format; do :; done; for id in ` + ids + `; do echo "$format" | sed "s/{{.ID}}/$id/; s/{{.Names}}/shop-web-v1/"; done`
	}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		for _, was := range []string{"", "000000000001", "000000000001 000000000002"} {
			h.Docker(docker(was))
			state := hostcmd.ParseStates(h.Run(app.State("v2")))["web"]
			for _, is := range []string{"", "000000000001", "000000000002", "000000000001 000000000002"} {
				h.Docker(docker(is))
				if _, ok := h.Try(app.StateIs("v2", state), ""); ok != (is == was) {
					t.Errorf("found %q, there are %q: the same %t", was, is, ok)
				}
			}
		}
		h.Docker("exit 1")
		if _, ok := h.Try(app.StateIs("v2", hostcmd.State{Printed: "running web 000000000001 shop-web-v1,"}), ""); ok {
			t.Error("a docker that does not answer says that all is as it was")
		}
	})
}
