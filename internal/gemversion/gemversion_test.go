package gemversion_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/gemversion"
)

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"2.2", "2.10", -1},
		{"2.12.0", "2.12", 0},
		{"v0.9.2", "0.9.2", 0},
		{"2.0.0.rc1", "2.0.0", -1},
		{"2.0.0-rc1", "2.0.0", -1},
		{"2.0.0.rc2", "2.0.0.rc10", -1},
		{"2.0.0.alpha", "2.0.0.beta", -1},
		{"010", "9", 1},
		{"", "0", 0},
		{"99999999999999999999999", "100000000000000000000000", -1},
	} {
		if got := gemversion.Compare(tt.a, tt.b); got != tt.want {
			t.Errorf("comparing %q with %q: %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := gemversion.Compare(tt.b, tt.a); got != -tt.want {
			t.Errorf("comparing %q with %q: %d, want %d", tt.b, tt.a, got, -tt.want)
		}
	}
}
