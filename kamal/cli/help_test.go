package cli

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"github.com/kamal-go/kamal/internal/cmdline"
)

// everyNode goes through the whole grammar, hidden commands too.
func everyNode(n *kong.Node, visit func(*kong.Node)) {
	visit(n)
	for _, c := range n.Children {
		everyNode(c, visit)
	}
}

func TestHelp_FitsIn80Columns(t *testing.T) {
	count := 0
	everyNode(testReader(t).Root, func(n *kong.Node) {
		var b bytes.Buffer
		printHelp(&b, n, func() map[string]string { return map[string]string{"tunnel": "/usr/local/bin/kamal-tunnel"} })
		for line := range strings.Lines(b.String()) {
			count++
			if line = strings.TrimSuffix(line, "\n"); utf8.RuneCountInString(line) > helpWidth || strings.HasSuffix(line, " ") {
				t.Errorf("help of %q: %q", n.Name, line)
			}
		}
	})
	if count < 500 {
		t.Errorf("all help has only %d lines", count)
	}
}

func TestHelp_NamesCommandsAsTheyAreTyped(t *testing.T) {
	var b bytes.Buffer
	status := onNoNetwork.run(t.Context(), invocation{args: []string{"help", "exit-codes"}, stdout: &b, stderr: &b})
	if status != codeDone || !strings.HasPrefix(b.String(), "Usage: kamal exit-codes ") {
		t.Errorf("status %d, %s", status, b.String())
	}
}

// A row of a table that is too long goes on below its second column.
func TestHelp_KeepsColumns(t *testing.T) {
	long := strings.Repeat("word ", 20)
	for line, indent := range map[string]string{"    2  " + long: "       ", "  " + long: "  ", long: ""} {
		first, second, found := strings.Cut(wrappedLines(line), "\n")
		if !found || !strings.HasPrefix(line, first) || !strings.HasPrefix(second, indent+"word") {
			t.Errorf("%q became\n%s\n%s", line, first, second)
		}
	}
}

// Whatever the grammar lets an option have is completed.
func TestCompletion_KnowsAllFixedValues(t *testing.T) {
	count := 0
	for _, command := range testReader(t).Root.Leaves(true) {
		for _, f := range command.Flags {
			for value := range strings.SplitSeq(f.Enum, ",") {
				if value == "" {
					continue
				}
				count++
				var b bytes.Buffer
				args := append([]string{"__complete", "--"}, strings.Fields(cmdline.Path(command))...)
				onNoNetwork.run(t.Context(), invocation{args: append(args, "--"+f.Name, value[:1]), dir: t.TempDir(), stdout: &b, stderr: &b})
				if !strings.Contains(b.String(), value+"\n") {
					t.Errorf("%s --%s: no %s in %q", command.Path(), f.Name, value, b.String())
				}
			}
		}
	}
	if count == 0 {
		t.Error("no option has fixed values")
	}
}
