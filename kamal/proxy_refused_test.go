package kamal_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

func TestDeploy_TellsARefusalOfTheProxyFromAContainerThatIsNotHealthy(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for said, want := range map[string]string{
			"Error: unable to load error pages":                           "kamal-proxy refuses web in version 2: unable to load error pages\n  One of the pages",
			"Error: host settings conflict with another service":          "kamal-proxy refuses web in version 2: host settings conflict with another service\n  Another service",
			"Error: service options invalid: host must be set":            "kamal-proxy refuses web in version 2: service options invalid: host must be set",
			"Error: No such container: kamal-proxy":                       "The proxy is not there",
			"Error: target failed to become healthy within configured (3": "",
		} {
			f := newFleet(t, twoHosts)
			f.deployed("1")
			f.version = "2"
			f.Add(kamaltest.Reply{Host: "app1", Line: "docker exec kamal-proxy kamal-proxy deploy *", Exit: 1, Stderr: said + "\n"})
			err := kamal.New(f.config(), f, f.Options()...).Deploy(t.Context(), skipPush)
			refused, isRefusal := errors.AsType[*kamal.ProxyRefusedError](err)
			_, isUnhealthy := errors.AsType[*kamal.UnhealthyError](err)
			if isRefusal != (want != "") || isUnhealthy == isRefusal {
				t.Errorf("%s: got %v", said, err)
				continue
			}
			if isRefusal && !strings.Contains(refused.Error(), want) {
				t.Errorf("%s: got %q, want %q", said, refused, want)
			}
		}
	})
}
