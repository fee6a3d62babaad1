package kamal_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// oneWay is such that no pause of ours is a number of round trips.
const oneWay = 50*time.Millisecond + time.Microsecond

// distant is a project whose hosts are reached over real SSH and are oneWay away.
// It lives inside of synctest.
type distant struct {
	*fleet
	hosts *kamaltest.Fleet
}

// onDistant gives a test such a project, with hosts app1, app2 and so on.
func onDistant(t *testing.T, hosts int, test func(*distant)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var names []string
		for i := range hosts {
			names = append(names, fmt.Sprintf("app%d", i+1))
		}
		text := strings.Replace(twoHosts, "[app1, app2]", "["+strings.Join(names, ", ")+"]", 1)
		servers, err := kamaltest.NewRecorder(t).Serve(t.TempDir(), names, kamaltest.FleetOptions{Delay: oneWay, InMemory: true})
		if err != nil {
			t.Fatal(err)
		}
		defer servers.Close()
		test(&distant{newFleet(t, text), servers})
	})
}

// trips carries an operation of a version out, as a command line does: with an
// executor of its own, that has to log in first. Nothing but the hosts may be
// waited for.
func (d *distant) trips(v config.Version, do func(*kamal.Deployer) error) int {
	d.tb.Helper()
	x := sshx.New(sshx.Options{ConfigFiles: []string{d.hosts.ConfigFile()}, Dial: d.hosts.Dial})
	defer x.Close()
	d.remote = x
	began := time.Now()
	if err := do(d.at(v)); err != nil {
		d.tb.Error(err)
	}
	took := time.Since(began)
	n, waited := took/(2*oneWay), took%(2*oneWay)
	if waited > 0 {
		d.tb.Errorf("besides %d round trips, %v were waited for", n, waited)
	}
	return int(n)
}

// budgeted are the operations whose round trips are held, in the order in which
// they are carried out on one fleet: what they are called, what they are among the
// [operations], with which argument, and of which version.
var budgeted = []struct {
	name, operation, argument string
	version                   config.Version
}{
	{"first deploy", "deploy", "--skip-push", "1"},
	{"deploy", "deploy", "--skip-push", "2"},
	{"redeploy", "redeploy", "--skip-push", "3"},
	{"rollback", "rollback", "2", "3"},
	{"app version", "app-version", "", "3"},
	{"app details", "app-details", "", "3"},
	{"proxy details", "proxy-details", "", "3"},
	{"lock status", "lock-status", "", "3"},
	{"app exec", "app-exec", "uptime", "3"},
	{"app exec --reuse", "app-exec-reuse", "uptime", "3"},
	{"app exec --version", "app-exec-version", "uptime", "3"},
}

// What operations wait for, with the login, which takes seven round trips to the
// first session.
func TestRoundTrips(t *testing.T) {
	file := golden.Read(t, "testdata/round_trips.txtar")
	columns := []map[string]int{{}, {}}
	for i, hosts := range []int{1, 10} {
		onDistant(t, hosts, func(d *distant) {
			for _, o := range budgeted {
				columns[i][o.name] = d.trips(o.version, func(x *kamal.Deployer) error {
					_, err := operations[o.operation](d.tb.Context(), x, o.argument)
					return err
				})
			}
		})
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-24s %8s %8s\n", "", "1 host", "10 hosts")
	for _, o := range budgeted {
		fmt.Fprintf(&table, "%-24s %8d %8d\n", o.name, columns[0][o.name], columns[1][o.name])
	}
	t.Log("\n" + table.String())
	file.Compare(t, "trips", table.String())

	var document strings.Builder
	document.WriteString("| operation | 1 server | 10 servers |\n| --- | --- | --- |\n")
	for _, o := range budgeted {
		fmt.Fprintf(&document, "| `%s` | %d | %d |\n", o.name, columns[0][o.name], columns[1][o.name])
	}
	golden.Table(t, "../docs/performance.md", "## Round trips", strings.Replace(document.String(), "`first deploy`", "the first `deploy`", 1))
}
