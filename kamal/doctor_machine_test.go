package kamal

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestMachines_KnowWhichImagesRun(t *testing.T) {
	for _, c := range []struct {
		machine string
		built   []string
		kernel  []string
		wrong   bool
		sure    bool
	}{
		{"x86_64", []string{"amd64"}, nil, false, false},
		{"x86_64", []string{"linux/amd64/v2"}, nil, false, false},
		{"x86_64", []string{"386"}, nil, false, false},
		{"x86_64", []string{"arm64", "amd64"}, nil, false, false},
		{"aarch64", []string{"arm64/v8"}, nil, false, false},
		{"aarch64", []string{"linux/arm/v7"}, nil, false, false},
		{"armv7l", []string{"arm/v7"}, nil, false, false},
		{"armv7l", []string{"arm64"}, []string{"register", "status"}, true, true},
		{"i686", []string{"386"}, nil, false, false},
		{"riscv64", []string{"riscv64"}, nil, false, false},
		{"", []string{"amd64"}, []string{"register"}, false, false},
		{"aarch64", []string{"amd64"}, []string{"register", "status"}, true, true},
		{"aarch64", []string{"amd64"}, []string{"register", "qemu-x86_64"}, true, false},
		{"aarch64", []string{"amd64/v3"}, []string{"register", "rosetta"}, true, false},
		{"x86_64", []string{"arm64"}, []string{"register", "qemu-arm", "python3"}, true, true},
		{"x86_64", []string{"arm/v7"}, []string{"register", "qemu-arm"}, true, false},
		{"aarch64", []string{"amd64"}, nil, true, false}, // its kernel shows no list
	} {
		m := (&engine{cfg: &config.Config{Builder: config.Builder{Arches: c.built}}, spec: Specifics{appHosts: []config.Host{"app1"}}}).newMachines()
		problem, sure := m.misfit("app1", hostcmd.Machine{Name: c.machine, Emulators: c.kernel})
		if (problem != "") != c.wrong || sure != c.sure {
			t.Errorf("%s, built for %q, with %q: got %q, %t", c.machine, c.built, c.kernel, problem, sure)
		}
	}
}

// Where all clocks are off by as much, the one here is to blame.
func TestMachines_TellWhoseClockIsWrong(t *testing.T) {
	now := time.Now()
	for name, c := range map[string]struct {
		clocks []time.Duration
		want   []string
	}{
		"all are right":       {[]time.Duration{0, 29 * time.Second}, nil},
		"one is behind":       {[]time.Duration{0, -time.Hour}, []string{"let it keep time: kamal server exec -h app2 'timedatectl set-ntp true'"}},
		"all are ahead":       {[]time.Duration{time.Hour, 61 * time.Minute}, []string{"it is so everywhere, so it may be the clock here that is wrong: timedatectl set-ntp true"}},
		"one of each":         {[]time.Duration{time.Hour, -time.Hour}, []string{"let it keep time: kamal server exec -h app2 'timedatectl set-ntp true'", "let it keep time: kamal server exec -h app1 'timedatectl set-ntp true'"}},
		"one does not say":    {[]time.Duration{time.Hour}, []string{"let it keep time: kamal server exec -h app1 'timedatectl set-ntp true'"}},
		"it took a while":     {[]time.Duration{0, 40 * time.Second}, nil},
		"it took not so long": {[]time.Duration{0, 45 * time.Second}, []string{"let it keep time: kamal server exec -h app2 'timedatectl set-ntp true'"}},
	} {
		hosts := []config.Host{"app1", "app2"}
		m := (&engine{cfg: &config.Config{}, spec: Specifics{hosts: hosts}}).newMachines()
		for i, off := range c.clocks {
			m.note(hosts[i], hostcmd.Machine{Clock: now.Add(off)}, now, now.Add(12*time.Second))
		}
		var got []string
		for _, f := range m.weighed(m.findings()) {
			got = append(got, f.Fix)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: got %q", name, got)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %q, want %q", name, got[i], c.want[i])
			}
		}
	}
}

// What is to be typed is for the project that was looked at.
func TestWeighed_NamesHostsAndDestination(t *testing.T) {
	eng := &engine{cfg: &config.Config{Destination: "staging"}}
	var found []Finding
	for _, h := range []config.Host{"app1", "app2"} {
		found = append(found, Finding{Check: "disk", Hosts: []config.Host{h}, Fix: "make room there: kamal prune all" + there})
	}
	found = append(found, Finding{Check: "dockerfile", Fix: "kamal docs builder", Fatal: true})
	want := []Finding{
		{Check: "disk", Hosts: []config.Host{"app1", "app2"}, Fix: "make room there: kamal -d staging prune all -h app1,app2"},
		{Check: "dockerfile", Fix: "kamal docs builder", Fatal: true},
	}
	if diff := cmp.Diff(want, eng.weighed(found)); diff != "" {
		t.Error(diff)
	}
}
