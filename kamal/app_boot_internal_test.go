package kamal

import (
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

func TestGroupSize_IsOfAllHosts(t *testing.T) {
	for _, tt := range []struct {
		boot  config.Boot
		hosts int
		want  int
	}{
		{config.Boot{}, 10, 0},
		{config.Boot{Limit: 3}, 10, 3},
		{config.Boot{Limit: 25, Percent: true}, 10, 2},
		{config.Boot{Limit: 1, Percent: true}, 10, 1},
	} {
		if got := groupSize(tt.boot, tt.hosts); got != tt.want {
			t.Errorf("%+v of %d hosts: %d, want %d", tt.boot, tt.hosts, got, tt.want)
		}
	}
}
