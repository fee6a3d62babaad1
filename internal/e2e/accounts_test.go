package e2e_test

import (
	"context"
	"strings"
	"testing"
)

func TestAccount_ThatIsNotRootDeploysThroughAJumpHost(t *testing.T) {
	a := newApp(t)
	jump, host := a.Hosts[0], a.Hosts[1]
	version := a.change(t, append(a.oneHost(host),
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

// An account that may not use docker, nor become root, is told what to type.
func TestAccount_WithoutDockerIsToldWhatToType(t *testing.T) {
	a := newApp(t)
	host := a.Hosts[0]
	a.change(t, append(a.oneHost(host), "service: shop\n", "service: shop\nssh:\n  user: deploy\n")...)
	onHost(t, host, "chgrp root /run/docker.sock")
	t.Cleanup(func() { _, _ = host.Run(context.WithoutCancel(t.Context()), "chgrp docker /run/docker.sock") })
	for _, line := range [][]string{{"doctor"}, {"server", "bootstrap"}} {
		text, err := a.try(t, line...)
		if err == nil {
			t.Errorf("kamal %s succeeds", line)
		}
		for _, want := range []string{"the user may not use docker", "chgrp docker /var/run/docker.sock"} {
			if !strings.Contains(text, want) {
				t.Errorf("kamal %s does not say %q: %s", line, want, text)
			}
		}
	}
	onHost(t, host, "chgrp docker /run/docker.sock")
	a.run(t, "server", "bootstrap")
}
