package simhost_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/simhost"
)

// Anything may be sent to a rehearsal's hosts, lines that make no sense too.
func TestPrograms_SurviveLinesThatLackWords(t *testing.T) {
	lines := strings.Fields(`echo printf cat test sh xargs head tail grep awk tr wc sed df mkdir rmdir rm mv chmod chown
		touch ls cp find tar id whoami sudo usermod git pack sleep hostname cut sha256sum`)
	for c := range strings.FieldsSeq(`-v version info login logout push network buildx context ls ps inspect start stop rm
		rename create prune cp pull tag rmi exec logs run image container`) {
		lines = append(lines, "docker "+c)
	}
	for c := range strings.FieldsSeq("network buildx context image container exec") {
		for sub := range strings.FieldsSeq("ls rm prune create use inspect connect disconnect tag pull build kamal-proxy -it") {
			lines = append(lines, "docker "+c+" "+sub)
		}
	}
	var broken []string
	for _, line := range lines {
		for _, words := range []string{"", " -n", " -f", " -c", " one", " one two", " -x one"} {
			if panics(t, line+words) {
				broken = append(broken, line+words)
			}
		}
	}
	if diff := cmp.Diff([]string(nil), broken); diff != "" {
		t.Errorf("these panic:\n%s", strings.Join(broken, "\n"))
	}
}

func panics(t *testing.T, line string) (panicked bool) {
	t.Helper()
	defer func() { panicked = recover() != nil }()
	h := simhost.NewWorld().Host("app1")
	_, _ = h.Run(t.Context(), line, simhost.Streams{})
	return false
}
