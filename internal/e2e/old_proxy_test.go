package e2e_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/playground"
)

func TestDeploy_AProxyThatIsTooOldIsNamedAndNothingIsChanged(t *testing.T) {
	a := newApp(t)
	host := a.Hosts[1]
	first := a.version(t)
	a.run(t, "setup")
	replaceProxyByHand(t, host, "v0.8.4")
	a.wantServed(t, first)
	before := a.allIDs(t)

	second := a.commit(t, a.CommitHealthy)
	for _, command := range []string{"deploy", "doctor"} {
		text := a.fails(t, failed, command)
		for _, want := range []string{host.Address, "v0.8.4", "kamal proxy reboot"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%s", command, want, text)
			}
		}
	}
	if diff := cmp.Diff(before, a.allIDs(t)); diff != "" {
		t.Errorf("containers have changed: %s", diff)
	}
	a.wantServed(t, first)
	a.wantNoLock(t)

	a.run(t, "proxy", "reboot", "-y", "-h", host.Address)
	wantServedSoon(t, host, first)
	a.wantServed(t, first)
	a.run(t, "doctor")
	a.run(t, "deploy")
	a.wantServed(t, second)
}

// allIDs gives the ids of all running containers, with their names.
func (a *app) allIDs(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, host := range a.Hosts {
		all[host.Name] = ids(t, host)
	}
	return all
}

// replaceProxyByHand lets a host run its proxy as of another version.
func replaceProxyByHand(t *testing.T, host *playground.Host, version string) {
	t.Helper()
	onHost(t, host, `set -e
image=$(docker inspect --format '{{.Config.Image}}' kamal-proxy)
old=${image%:*}:`+version+`
docker tag "$image" "$old"
docker rm -f kamal-proxy
docker run -d --name kamal-proxy --network kamal --restart unless-stopped -p 80:80 -p 443:443 \
	-v kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy "$old"`)
	eventually(t, "the old proxy serves", func() bool {
		_, err := host.Run(t.Context(), "docker exec kamal-proxy kamal-proxy list")
		return err == nil
	})
}
