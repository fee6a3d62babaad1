package screen

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
		environ map[string]string
		stream  any
		want    bool
	}{
		{"a buffer", nil, &bytes.Buffer{}, false},
		{"a file", nil, file, false},
		{"forced", map[string]string{"FORCE_COLOR": "1"}, file, true},
		{"forced over NO_COLOR", map[string]string{"NO_COLOR": "1", "FORCE_COLOR": "1"}, file, true},
		{"forced off", map[string]string{"FORCE_COLOR": "0"}, file, false},
	} {
		if got := newPalette(func(name string) string { return c.environ[name] }, c.stream).on; got != c.want {
			t.Errorf("%s: got colours %t, want %t", c.name, got, c.want)
		}
	}
}
