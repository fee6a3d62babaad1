package commands_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/commands"
)

// tellVariable makes the test binary tell its arguments and do nothing else.
const tellVariable = "COMMANDS_TEST_TELL_ARGUMENTS"

func TestMain(m *testing.M) {
	if os.Getenv(tellVariable) != "" {
		if err := json.NewEncoder(os.Stdout).Encode(toBytes(os.Args[1:])); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// toBytes keeps arguments that are no UTF-8 as they are.
func toBytes(args []string) [][]byte {
	all := make([][]byte, len(args))
	for i, a := range args {
		all[i] = []byte(a)
	}
	return all
}

// inShell runs a line, and gives what it prints and its status.
func inShell(tb testing.TB, shell, line string) (output string, status int) {
	tb.Helper()
	args := []string{"-c", line}
	if strings.HasSuffix(shell, "busybox") {
		args = append([]string{"sh"}, args...)
	}
	cmd := exec.CommandContext(tb.Context(), shell, args...)
	// The race detector would let each call of the test binary sleep at its end.
	cmd.Env = append(os.Environ(), "LC_ALL=C", tellVariable+"=1", "GORACE=atexit_sleep_ms=0")
	cmd.Dir = tb.TempDir()
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState == nil {
		tb.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// program is a command that tells the arguments it gets; see [told].
func program(tb testing.TB) commands.Cmd {
	tb.Helper()
	path, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	return commands.Command(path)
}

// told gives the arguments that program got through a shell.
func told(tb testing.TB, shell string, cmd commands.Cmd) []string {
	tb.Helper()
	out, _ := inShell(tb, shell, cmd.Shell())
	var all [][]byte
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		tb.Fatalf("%s ran %s and told %q: %v", shell, cmd.Shell(), out, err)
	}
	args := make([]string, len(all))
	for i, a := range all {
		args[i] = string(a)
	}
	return args
}
