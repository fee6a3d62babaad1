package e2e_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/playground"
	"github.com/kamal-go/kamal/internal/playground/load"
)

// image is one that is built without kamal.
func (a *app) image() string { return ground.Registry + "/shop:by-hand-for-" + a.Hosts[0].Name }

// These tests use no kamal: where they fail it's the hosts that are at fault.

func TestHosts_SwitchTargetsUnderLoad(t *testing.T) {
	t.Parallel()
	a := &app{Project: newProject(t)}
	host := a.Hosts[0]
	a.pushByHand(t)
	onHost(t, host, `docker network create kamal && docker run -d --name kamal-proxy --network kamal -p 80:80 -p 443:443 \
		-v kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy 10.77.0.1:5000/basecamp/kamal-proxy:v0.9.2`)
	a.switchByHand(t, host, "one")

	running := load.Start(t.Context(), "http://"+host.Address+"/", "http://"+host.Address+"/slow?ms=400")
	for _, version := range []string{"two", "three", "four"} {
		a.switchByHand(t, host, version)
	}
	report := running.Stop()

	wantNoFailure(t, report)
	for _, version := range []string{"one", "two", "three"} {
		if report.Answers[version] == 0 {
			t.Errorf("version %s was never served: %v", version, report.Answers)
		}
	}
	onHost(t, host, "docker restart kamal-proxy")
	eventually(t, "the proxy that was restarted knows shop-web", func() bool {
		got, err := host.Run(t.Context(), "docker exec kamal-proxy kamal-proxy list")
		return err == nil && strings.Contains(got, "shop-web")
	})
}

func TestHosts_AreDeafWhileCutOff(t *testing.T) {
	t.Parallel()
	host := takeHosts(t)[1]
	dial := func() error {
		dialer := net.Dialer{Timeout: time.Second}
		connection, err := dialer.DialContext(t.Context(), "tcp", host.Address+":22")
		if err == nil {
			_ = connection.Close()
		}
		return err
	}

	cutOff(t, host)
	if dial() == nil {
		t.Error("a host that is cut off answers")
	}
	if err := ground.Reconnect(t.Context(), host); err != nil {
		t.Fatal(err)
	}
	if err := dial(); err != nil {
		t.Errorf("reconnected: %v", err)
	}
}

func (a *app) pushByHand(t *testing.T) {
	t.Helper()
	build := a.Command(t.Context(), "docker", "buildx", "build", "--output=type=registry", "-t", a.image(), ".")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, text)
	}
}

// switchByHand does what a deploy does: run the new, switch, stop the old.
func (a *app) switchByHand(t *testing.T, host *playground.Host, version string) {
	t.Helper()
	old := onHost(t, host, "docker ps -q --filter label=service=shop")
	id := onHost(t, host, "docker run -d --network kamal --label service=shop -e KAMAL_VERSION="+version+" "+a.image()+" | cut -c1-12")
	onHost(t, host, "docker exec kamal-proxy kamal-proxy deploy shop-web --target="+id+":80 --health-check-interval=1s")
	if old != "" {
		onHost(t, host, "docker stop "+old)
	}
}
