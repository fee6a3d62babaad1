package hostcmd_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
)

func TestPrune_KeepsTheNewestContainers(t *testing.T) {
	prune := hostcmd.Prune{Config: load(t, small), Host: "192.0.2.1"}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Docker(`case $1 in ps) printf '%s\n' c5 c4 c3 c2 c1;; rm) test "$2" != c2;; esac`)
		if _, ok := h.Try(prune.Containers(2), ""); ok {
			t.Error("a container that can't be removed was not told of")
		}
		want := "<ps><--quiet><--all><--filter><label=service=shop><--filter><label=role><--filter><status=created><--filter><status=exited><--filter><status=dead>\n" +
			"<rm><c3>\n<rm><c2>\n<rm><c1>\n"
		if diff := cmp.Diff(want, h.Calls()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPrune_RemovesNothingFromAnEmptyHost(t *testing.T) {
	prune := hostcmd.Prune{Config: load(t, small), Host: "192.0.2.1"}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Run(prune.Containers(5))
		h.Run(prune.Images())
		want := "<ps><--quiet><--all><--filter><label=service=shop><--filter><label=role><--filter><status=created><--filter><status=exited><--filter><status=dead>\n" +
			"<container><ls><--all><--format><keep {{.Image}}><--filter><label=service=shop>\n" +
			"<image><ls><--format><image {{.Repository}}:{{.Tag}}><--filter><label=service=shop>\n"
		if diff := cmp.Diff(want, h.Calls()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPrune_KeepsImagesThatAreUsedOrLatest(t *testing.T) {
	prune := hostcmd.Prune{Config: load(t, small), Host: "192.0.2.1"}
	const containers = `
if [ "$1" = rmi ]; then echo "removed $2"; exit; fi
if [ "$1" = container ]; then echo keep registry.example.com/acme/shop:v1; exit; fi
for v in v1 v1.2 latest latest-staging '<none>' xv1; do echo "image registry.example.com/acme/shop:$v"; done`
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Docker(containers)
		want := "removed registry.example.com/acme/shop:v1.2\n" +
			"removed registry.example.com/acme/shop:xv1\n"
		if diff := cmp.Diff(want, h.Run(prune.Images())); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPrune_RemovesNoImageWhenContainersAreNotKnown(t *testing.T) {
	prune := hostcmd.Prune{Config: load(t, small), Host: "192.0.2.1"}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Docker(`case $1 in container) exit 1;; image) echo image registry.example.com/acme/shop:v1;; rmi) echo "removed $2";; esac`)
		if out, _ := h.Try(prune.Images(), ""); out != "" {
			t.Error(out)
		}
	})
}
