package e2e_test

import (
	"strings"
	"testing"
)

func TestPrune_KeepsSomeVersionsToGoBackTo(t *testing.T) {
	a := newApp(t)
	host := a.Hosts[0]
	versions := []string{a.change(t, append(a.oneHost(host), "service: shop\n", "service: shop\nretain_containers: 2\n")...)}
	a.run(t, "setup")
	for range 3 {
		versions = append(versions, a.commit(t, a.CommitHealthy))
		a.run(t, "deploy")
	}
	names := onHost(t, host, "docker ps -a --format '{{.Names}}' --filter label=service=shop")
	if want := "shop-web-" + versions[3] + "\nshop-web-" + versions[2] + "\nshop-web-" + versions[1]; names != want {
		t.Errorf("containers\n%s\nwant\n%s", names, want)
	}
	images := onHost(t, host, "docker images --format '{{.Tag}}' --filter label=service=shop")
	for i, version := range versions {
		if there := strings.Contains(images, version); there != (i > 0) {
			t.Errorf("the image of version %d is there: %t\n%s", i+1, there, images)
		}
	}

	text := a.fails(t, failed, "rollback", versions[0])
	if !strings.Contains(text, "no container of version "+versions[0]) {
		t.Errorf("it does not say that the version is gone: %s", text)
	}
	wantServedOn(t, host, versions[3])
	a.wantNoLock(t)
	a.run(t, "rollback", versions[1])
	wantServedOn(t, host, versions[1])
	a.run(t, "rollback") // to the one that ran before
	wantServedOn(t, host, versions[3])
}
