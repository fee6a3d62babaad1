package e2e_test

import (
	"context"
	"sync"
	"testing"

	"github.com/kamal-go/kamal/internal/playground"
)

// hostsEach is how many hosts a test has for itself.
const hostsEach = 3

// free holds the hosts that no test has at the moment, in groups.
var free chan []*playground.Host

// emptyHost removes all that a deploy can leave on a host.
const emptyHost = `docker ps -aq | xargs -r docker rm -f
docker volume ls -q | xargs -r docker volume rm -f
docker network rm kamal
find /root /home/deploy -mindepth 1 -delete`

func needHosts(t *testing.T) {
	t.Helper()
	if ground == nil {
		t.Skip(skipReason)
	}
}

// takeHosts waits for a group of hosts and empties them of what the last test left. The test has
// them until it ends.
func takeHosts(t *testing.T) []*playground.Host {
	t.Helper()
	needHosts(t)
	hosts := <-free
	t.Cleanup(func() { free <- hosts })
	t.Cleanup(func() {
		if t.Failed() {
			tellHosts(t, hosts)
		}
	})
	var group sync.WaitGroup
	for _, host := range hosts {
		group.Go(func() {
			// Most of it isn't there mostly; what matters is what is left then.
			_, _ = host.Run(t.Context(), emptyHost)
		})
	}
	group.Wait()
	return hosts
}

// tellHosts logs what the hosts run, for a test that failed.
func tellHosts(t *testing.T, hosts []*playground.Host) {
	for _, host := range hosts {
		text, _ := host.Run(context.WithoutCancel(t.Context()),
			"exec 2>&1; docker ps -a; docker exec kamal-proxy kamal-proxy list; cat .kamal/*.log .kamal/lock*/details")
		t.Logf("%s:\n%s", host.Name, text)
	}
}
