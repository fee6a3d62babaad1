package kamal_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestHostsTo_AreThoseThatAreWorkedOn(t *testing.T) {
	mixed := newFleet(t, strings.Replace(onTraefik, "traefik: {}", "traefik: {}\nproxy: {enabled: true, hosts: [app1], host: example.com}", 1)).at("1")
	up, errUp := mixed.HostsToUpgrade()
	down, errDown := mixed.HostsToDowngrade()
	if err := errors.Join(errUp, errDown); err != nil {
		t.Fatal(err)
	}
	want := [][]config.Host{{"app1"}, {"app2", "app3"}, {"app1", "app2", "app3"}}
	if diff := cmp.Diff(want, [][]config.Host{up, down, mixed.Proxy().HostsToReboot()}); diff != "" {
		t.Error(diff)
	}
}

func TestHostsTo_RefuseWhatTheMoveWould(t *testing.T) {
	if _, err := newFleet(t, onTraefik).at("1").HostsToUpgrade(); !errors.Is(err, kamal.ErrUsage) {
		t.Errorf("got %v", err)
	}
	if _, err := newFleet(t, behindProxy).at("1").HostsToDowngrade(); !errors.Is(err, kamal.ErrUsage) {
		t.Errorf("got %v", err)
	}
}
