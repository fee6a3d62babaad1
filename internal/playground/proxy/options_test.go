package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParse_DeployAsHostsAreTold(t *testing.T) {
	got, err := parseRequest([]string{
		"deploy", "shop-web", "--target=0123456789ab:3000", "--host=a.example.com", "--host=b.example.com", "--tls",
		"--tls-certificate-path=/cert.pem", "--tls-private-key-path=/key.pem", "--deploy-timeout=20s", "--drain-timeout=10s",
		"--health-check-interval=3s", "--health-check-timeout=2s", "--health-check-path=/ok", "--target-timeout=15s",
		"--buffer-requests", "--buffer-responses=false", "--buffer-memory=1", "--max-request-body=2", "--max-response-body=3",
		"--path-prefix=/", "--path-prefix=/b", "--strip-path-prefix=false", "--forward-headers", "--tls-redirect=false",
		"--log-request-header=Cache-Control", "--log-response-header=Vary", "--error-pages=/pages",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := request{Command: "deploy", Service: "shop-web", Options: options{
		Target: "0123456789ab:3000", Hosts: []string{"a.example.com", "b.example.com"}, PathPrefixes: []string{"/", "/b"},
		KeepPathPrefix: true, TLS: true, NoTLSRedirect: true, CertificateFile: "/cert.pem", KeyFile: "/key.pem",
		HealthPath: "/ok", HealthInterval: 3 * time.Second, HealthTimeout: 2 * time.Second,
		DeployTimeout: 20 * time.Second, DrainTimeout: 10 * time.Second, TargetTimeout: 15 * time.Second,
		ForwardHeaders: true, ErrorPages: "/pages",
		LogRequestHeader: []string{"Cache-Control"}, LogResponseHeader: []string{"Vary"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

func TestParse_RefusesWhatItDoesNotKnow(t *testing.T) {
	for _, args := range [][]string{
		nil, {"deploy"}, {"deploy", "--target=x"}, {"deploy", "web"}, {"rollout", "web"}, {"stop", "web", "--never"},
	} {
		if got, err := parseRequest(args); err == nil {
			t.Errorf("%q: %+v, want an error", args, got)
		}
	}
}
