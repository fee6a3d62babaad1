package e2e_test

import (
	"strings"
	"testing"
)

func TestAccount_ThatIsNotRootDeploysThroughAJumpHost(t *testing.T) {
	a := newApp(t)
	jump, host := ground.Hosts[0], ground.Hosts[1]
	version := a.change(t, append(oneHost(host),
		"service: shop\n", "service: shop\nssh:\n  user: deploy\n  proxy: deploy@"+jump.Address+"\n")...)
	a.run(t, "setup")
	wantServedOn(t, host, version)
	text := a.run(t, "server", "exec", `echo "I am $(id -un) from ${SSH_CONNECTION%% *}."`)
	if want := "I am deploy from " + jump.Address + "."; !strings.Contains(text, want) {
		t.Errorf("it says %q, want %q", text, want)
	}
	if owner := onHost(t, host, "stat -c %u /home/deploy/.kamal; ls -A /root"); owner != "1000" {
		t.Errorf("the run directory's owner, and root's files: %q", owner)
	}
	if left := onHost(t, jump, "docker ps -aq"); left != "" {
		t.Errorf("the jump host runs containers: %q", left)
	}
	version = a.commit(t, a.CommitHealthy)
	a.run(t, "deploy")
	wantServedOn(t, host, version)
	a.run(t, "remove", "-y")
	if left := onHost(t, host, "docker ps -aq"); left != "" {
		t.Errorf("containers are left: %q", left)
	}
}
