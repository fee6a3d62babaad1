package arch_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/arch"
)

func TestOf_NamesThemAsImagesDo(t *testing.T) {
	for name, want := range map[string]string{
		"x86_64": "amd64", "aarch64": "arm64", "armv7l": "arm", "armv8l": "arm", "i686": "386", "loongarch64": "loong64",
		"amd64": "amd64", "arm64": "arm64", "riscv64": "riscv64", "ia64": "ia64", "": "",
	} {
		if got := arch.Of(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestRuns_ItsOwnAndTheSmallerOne(t *testing.T) {
	for _, c := range []struct {
		machine, platform string
		want              bool
	}{
		{"amd64", "amd64", true},
		{"amd64", "386", true},
		{"amd64", "amd64/v2", true},
		{"arm64", "arm/v7", true},
		{"arm64", "aarch64", true},
		{"386", "amd64", false},
		{"arm", "arm64", false},
		{"amd64", "arm64", false},
		{"loong64", "loong64", true},
		{"riscv64", "", false},
	} {
		if got := arch.Runs(c.machine, c.platform); got != c.want {
			t.Errorf("%s on %s: got %t", c.platform, c.machine, got)
		}
	}
}

func TestEmulates_ReadsTheNamesOfEntries(t *testing.T) {
	for entry, platform := range map[string]string{"qemu-aarch64": "arm64/v8", "qemu-arm": "arm/v7", "rosetta": "amd64", "qemu-i386": "386"} {
		if !arch.Emulates(entry, platform) {
			t.Errorf("%s is for %s", entry, platform)
		}
	}
	for entry, platform := range map[string]string{"qemu-arm": "arm64", "register": "amd64", "python3.11": "arm64"} {
		if arch.Emulates(entry, platform) {
			t.Errorf("%s is not for %s", entry, platform)
		}
	}
}

func TestIsKnown_OfMachinesWhoseProgramsAreSure(t *testing.T) {
	for machine, want := range map[string]bool{"amd64": true, "arm": true, "386": true, "loong64": true, "mips64": false, "": false} {
		if arch.IsKnown(machine) != want {
			t.Errorf("%s", machine)
		}
	}
}
