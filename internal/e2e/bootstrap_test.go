package e2e_test

import (
	"context"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/playground"
)

// withoutDocker hides docker's program on a host, and puts a stand-in in the place of apt-get,
// which takes only the two lines that it is to be told, and shows the program again.
const withoutDocker = `set -e
while docker=$(command -v docker); do
	mount --bind /dev/null "$docker"
	echo "umount $docker" >>/run/host/show-docker
done
cat >/run/host/apt-get <<'SCRIPT'
#!/bin/sh
case "$(id -u) $*" in
"0 update -q") ;;
"0 install -y -q docker.io") sh /run/host/show-docker ;;
*) echo "apt-get: $*: not expected of $(id -un)" >&2; exit 100 ;;
esac
SCRIPT
chmod 755 /run/host/apt-get
mount --bind /run/host/apt-get "$(command -v apt-get)"`

// asBefore undoes what withoutDocker and bootstrap did.
const asBefore = `sh /run/host/show-docker
umount /usr/bin/apt-get
rm -f /run/host/show-docker
update-rc.d docker remove
gpasswd -d newcomer docker
find /home -mindepth 2 -delete`

// A host that has no docker, for an account that may do all with sudo: the package, the service
// that starts it, now and with the system, and the group, which a new login has.
func TestBootstrap_TakesAHostFromNothingToAnAppThatIsServed(t *testing.T) {
	a := newApp(t)
	host := a.Hosts[0]
	version := a.change(t, a.asUser(t, host, "newcomer")...)
	onHost(t, host, "update-rc.d docker remove; rm -f /etc/rc?.d/*docker")
	if err := host.StopEngine(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		_, _ = host.Run(ctx, asBefore)
		if _, err := host.Run(ctx, "docker version"); err != nil { // it was not started
			_ = host.StartEngine(ctx)
		}
	})
	onHost(t, host, withoutDocker)
	text := a.run(t, "server", "bootstrap")
	for _, want := range []string{
		"running env DEBIAN_FRONTEND=noninteractive apt-get install -y -q docker.io",
		"running update-rc.d docker defaults", "running service docker start", "running usermod -aG docker newcomer",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	if started := onHost(t, host, "ls /etc/rc2.d"); !strings.Contains(started, "docker") {
		t.Errorf("docker does not start with the system: %s", started)
	}
	if text := a.run(t, "server", "bootstrap"); strings.Contains(text, "running ") {
		t.Errorf("the second time it does\n%s", text)
	}
	a.run(t, "setup")
	wantServedOn(t, host, version)
}

func TestBootstrap_OfAnAccountWithAPasswordSaysWhatToType(t *testing.T) {
	a := newApp(t)
	a.change(t, a.asUser(t, a.Hosts[0], "guest")...)
	text := a.fails(t, failed, "server", "bootstrap")
	for _, want := range []string{
		"sudo asks guest for a password. Log in there and type:",
		"sudo apt-get install -y docker.io", "sudo update-rc.d docker defaults && sudo service docker start", "sudo usermod -aG docker guest",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
}

// asUser gives what change needs to deploy to one host, as an account there that may use sudo.
func (a *app) asUser(t *testing.T, host *playground.Host, user string) []string {
	t.Helper()
	if _, err := host.Run(t.Context(), "command -v sudo && su newcomer -c 'sudo -n true'"); err != nil {
		t.Skip("sudo can't be had here: ", err)
	}
	return append(a.oneHost(host), "service: shop\n", "service: shop\nssh:\n  user: "+user+"\n")
}
