package hostcmd_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kamal-go/kamal/internal/hostcmd"
)

func TestParseProxies(t *testing.T) {
	got := hostcmd.ParseProxies("traefik traefik:v2.10\nkamal-proxy registry.example.com:5000/acme/kamal-proxy:v0.9.2@sha256:00\n")
	want := hostcmd.Proxies{KamalProxy: "registry.example.com:5000/acme/kamal-proxy:v0.9.2@sha256:00", Traefik: "traefik:v2.10"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for image, want := range map[string]string{
		want.KamalProxy: "v0.9.2", "basecamp/kamal-proxy:v0.9.2": "v0.9.2", "": "", "registry.example.com:5000/kamal-proxy": "", "0123456789ab": "",
	} {
		if got := (hostcmd.Proxies{KamalProxy: image}).Version(); got != want {
			t.Errorf("the version of %q is %q, want %q", image, got, want)
		}
	}
}
