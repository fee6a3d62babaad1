package environ_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/environ"
)

func TestGetenv_LastOfANameCounts(t *testing.T) {
	t.Setenv("KAMAL_TEST", "of the process")
	for _, c := range []struct {
		environ []string
		want    string
	}{
		{nil, "of the process"},
		{[]string{}, ""},
		{[]string{"KAMAL_TEST=a=b", "KAMAL_TESTS=no"}, "a=b"},
		{[]string{"KAMAL_TEST=a", "KAMAL_TEST=b"}, "b"},
	} {
		if got := environ.Getenv(c.environ)("KAMAL_TEST"); got != c.want {
			t.Errorf("%q: got %q, want %q", c.environ, got, c.want)
		}
	}
}
