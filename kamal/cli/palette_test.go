package cli

import (
	"bytes"
	"os"
	"testing"
)

func TestPalette_ColoursOnlyWhereTheyAreWanted(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, c := range []struct {
		name    string
		environ []string
		stream  any
		want    bool
	}{
		{"a buffer", nil, &bytes.Buffer{}, false},
		{"a file", nil, file, false},
		{"forced", []string{"FORCE_COLOR=1"}, file, true},
		{"forced over NO_COLOR", []string{"NO_COLOR=1", "FORCE_COLOR=1"}, file, true},
		{"forced off", []string{"FORCE_COLOR=0"}, file, false},
	} {
		if got := newPalette(invocation{environ: c.environ}, c.stream).on; got != c.want {
			t.Errorf("%s: got colours %t, want %t", c.name, got, c.want)
		}
	}
}
