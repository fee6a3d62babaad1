package e2e_test

import (
	"context"
	"strings"
	"testing"
)

// From a folder with nothing but an app and its Dockerfile, and a server with nothing on it.
func TestNewcomer_TwoCommandsToALiveApp(t *testing.T) {
	a := newLoneApp(t)
	host := a.Hosts[0]
	if err := ground.OfferLocalRegistry(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = a.Command(context.WithoutCancel(t.Context()), "docker", "rm", "-f", "kamal-docker-registry").Run()
	})
	// It stands in for the internet.
	if err := host.OfferProxy(t.Context()); err != nil {
		t.Fatal(err)
	}
	folder, err := ground.NewFolder()
	if err != nil {
		t.Fatal(err)
	}
	a.Project = folder

	text := a.run(t, "init", "--host", host.Address, "--domain", "shop.test")
	if strings.Contains(text, "Warning") || !strings.Contains(text, "\nNext: kamal setup\n") {
		t.Errorf("init says\n%s", text)
	}
	text = a.run(t, "setup")
	version := a.version(t)
	want := "http://shop.test at " + host.Address + " answers 200, but shop.test has no address: let it point to " + host.Address
	if !strings.Contains(text, " "+version[:7]+" on "+host.Address+" in ") || !strings.Contains(text, want) {
		t.Errorf("setup does not end with %q:\n%s", want, text)
	}
	status, page := ask(t, through(host), "http://shop.test/")
	if status != 200 || !strings.Contains(page, version) {
		t.Errorf("the page answers %d with %q", status, page)
	}
}
