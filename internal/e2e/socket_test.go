package e2e_test

import (
	"sync"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/playground/load"
	"github.com/kamal-go/kamal/internal/playground/socket"
)

// The proxy ends sockets at the switch, and no deploy waits for them: clients open them anew.
func TestDeploy_SocketsGoOnUntilTheSwitchAndNewOnesReachTheNewVersion(t *testing.T) {
	a := newApp(t)
	first := a.version(t)
	a.run(t, "setup")
	var open []*socket.Client
	for _, url := range a.urls("/socket") {
		open = append(open, dial(t, url, first))
	}
	if t.Failed() {
		t.FailNow()
	}
	running := load.Start(t.Context(), a.urls("/slow?ms=300")...)
	second := a.commit(t, a.CommitHealthy)
	deploy := a.start(t.Context(), t, "deploy")
	var clients sync.WaitGroup
	for i, url := range a.urls("/socket") {
		clients.Go(func() {
			asked := askUntilItEnds(t, open[i], first)
			t.Logf("%s answered %d times and ended", url, asked)
			dial(t, url, second)
		})
	}
	clients.Wait()
	deploy.ends(t, 0, patience)
	wantNoFailure(t, running.Stop())
}

// dial opens a socket, which must reach this version.
func dial(t *testing.T, url, version string) *socket.Client {
	t.Helper()
	client, err := socket.Dial(t.Context(), url)
	if err != nil {
		t.Errorf("%s: %v", url, err)
		return nil
	}
	t.Cleanup(func() { _ = client.Close() })
	if got, err := client.Ask("hello"); got != version || err != nil {
		t.Errorf("a new socket at %s answers %q, %v, want %q", url, got, err, version)
	}
	return client
}

// askUntilItEnds asks over an open socket, which must always reach the same version, and gives
// how often it did.
func askUntilItEnds(t *testing.T, client *socket.Client, version string) int {
	t.Helper()
	end := time.After(patience)
	for pause, asked := time.NewTicker(20*time.Millisecond), 0; ; asked++ {
		got, err := client.Ask("hello")
		if err != nil {
			return asked
		}
		if got != version {
			t.Errorf("an open socket answers %q, want %q", got, version)
			return asked
		}
		select {
		case <-end:
			t.Error("the socket of the old version never ends")
			return asked
		case <-pause.C:
		}
	}
}
