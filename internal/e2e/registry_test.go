package e2e_test

import (
	"context"
	"strings"
	"testing"
)

func TestLocalRegistry_ServesAllHosts(t *testing.T) {
	a := newLoneApp(t)
	if err := ground.OfferLocalRegistry(t.Context()); err != nil {
		t.Fatal(err)
	}
	docker := func(args ...string) string {
		text, _ := a.Command(context.WithoutCancel(t.Context()), "docker", args...).CombinedOutput()
		return strings.TrimSpace(string(text))
	}
	t.Cleanup(func() { docker("rm", "-f", "kamal-docker-registry") })
	version := a.change(t, "server: "+ground.Registry+"\n  username: deployer\n  password: [REGISTRY_PASSWORD]", "server: localhost:5555")
	a.run(t, "setup")
	a.wantServed(t, version)
	for _, host := range a.Hosts {
		if images := onHost(t, host, "docker ps --format '{{.Image}}'"); !strings.Contains(images, "localhost:5555/shop:"+version) {
			t.Errorf("%s runs %q", host.Name, images)
		}
		// Listening ports are in the fourth column: 15B3 is 5555, and 0A is listening.
		if open := onHost(t, host, "grep ':15B3 00000000:0000 0A' /proc/net/tcp || true"); open != "" {
			t.Errorf("%s still has the forwarded port: %s", host.Name, open)
		}
	}
	version = a.commit(t, a.CommitHealthy)
	a.run(t, "deploy")
	a.wantServed(t, version)

	a.run(t, "registry", "remove")
	if left := docker("ps", "-a", "--format", "{{.Names}}"); left != "" {
		t.Errorf("the local registry is still there: %q", left)
	}
}
