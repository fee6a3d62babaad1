package secrets_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/secrets"
)

// The test binary plays a vault's program when it is run under such a name.
var programs = []string{"op", "lpass", "bw", "bws", "aws", "gcloud", "doppler", "enpass-cli", "passbolt"}

const (
	caseVariable  = "SECRETS_TEST_CASE"  // the case to play
	countVariable = "SECRETS_TEST_COUNT" // a file with a byte for every call made
)

func TestMain(m *testing.M) {
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	if slices.Contains(programs, name) {
		os.Exit(playProgram(append([]string{name}, os.Args[1:]...)))
	}
	os.Exit(m.Run())
}

func playProgram(args []string) int {
	c, err := readCase(os.Getenv(caseVariable))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	number, err := countCall(os.Getenv(countVariable))
	if err != nil || number >= len(c.calls) || !slices.Equal(c.calls[number].args, args) {
		fmt.Fprintf(os.Stderr, "unexpected call %d: %q %v\n", number, args, err)
		return 99
	}
	now := c.calls[number]
	for _, variable := range now.env {
		if !slices.Contains(os.Environ(), variable) {
			fmt.Fprintf(os.Stderr, "variable %s is missing\n", variable)
			return 99
		}
	}
	fmt.Print(now.out)
	return now.status
}

func countCall(path string) (int, error) {
	before, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	return len(before), os.WriteFile(path, append(before, '.'), 0o600)
}

// installPrograms makes a folder that holds nothing but programs and puts it in place of the PATH.
func installPrograms(t *testing.T, names ...string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, name := range names {
		link := filepath.Join(folder, name+exeSuffix(self))
		if err := os.Symlink(self, link); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	t.Setenv("PATH", folder)
	t.Setenv("GORACE", "atexit_sleep_ms=0") // each program would take a second to end otherwise
}

func exeSuffix(path string) string {
	if filepath.Ext(path) == ".exe" {
		return ".exe"
	}
	return ""
}

func TestAdapters_RunRealPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("starts hundreds of processes")
	}
	eachCase(t, func(t *testing.T, path string, c testCase) {
		var names []string
		if len(c.calls) > 0 && !c.calls[0].missing {
			names = []string{c.calls[0].args[0]}
		}
		installPrograms(t, names...)
		count := filepath.Join(t.TempDir(), "count")
		if err := os.WriteFile(count, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		path, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv(caseVariable, path)
		t.Setenv(countVariable, count)
		var complaints bytes.Buffer
		fetcher := secrets.Fetcher{
			Stderr: &complaints, Stdin: bytes.NewReader(nil), Environ: append(os.Environ(), c.environ...),
		}
		out, _, err := fetcher.Inline(t.Context(), "kamal secrets "+c.request)
		checkAnswer(t, c, out, err)
		if made, err := os.ReadFile(count); err != nil || len(made) != len(c.calls)-missingCalls(c) {
			t.Errorf("want %d calls, got %d, %v", len(c.calls)-missingCalls(c), len(made), err)
		}
		io.Copy(t.Output(), &complaints)
	})
}

func missingCalls(c testCase) int {
	count := 0
	for _, call := range c.calls {
		if call.missing {
			count++
		}
	}
	return count
}
