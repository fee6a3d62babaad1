package module_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/kamal-go/kamal/"

// allowed says which packages of this module, and which modules of others, a
// package may import. Arrows point one way, and each package has one outside
// concern at most.
var allowed = map[string][]string{
	"docs":                {},
	"packaging":           {},
	"internal/yaml11":     {"github.com/goccy/go-yaml"},
	"internal/dotenv":     {},
	"internal/regular":    {},
	"internal/roff":       {},
	"internal/bounded":    {},
	"internal/erb":        {"internal/bounded", "internal/dotenv", "internal/regular", "internal/yaml11", "github.com/kballard/go-shellquote"},
	"internal/sshconfig":  {"internal/regular"},
	"internal/mask":       {},
	"internal/browser":    {},
	"internal/golden":     {"github.com/google/go-cmp", "github.com/rogpeppe/go-internal"},
	"internal/lane":       {},
	"internal/hostile":    {"internal/sshtest", "golang.org/x/crypto"},
	"internal/arch":       {},
	"internal/buildkind":  {"internal/arch", "kamal/config"},
	"internal/defaults":   {},
	"internal/gemversion": {},
	"internal/pathname":   {},
	"internal/layout":     {"kamal/config"},
	"internal/escape":     {},
	"internal/hostcmd":    {"internal/buildkind", "internal/defaults", "internal/escape", "internal/layout", "internal/pathname", "internal/rerun", "kamal/commands", "kamal/config", "github.com/kballard/go-shellquote"},
	"internal/shelltest":  {"kamal/commands"},
	"internal/minishell":  {},
	"internal/dockerfile": {},
	"internal/dockersays": {},
	"internal/rerun":      {"github.com/kballard/go-shellquote"},
	"internal/zero":       {"internal/sources"},
	"internal/sources":    {},
	"internal/textline":   {},
	"internal/simhost":    {"internal/minishell"},
	"internal/ttytest":    {},
	"internal/visible":    {},
	"internal/sshtest":    {"github.com/pkg/sftp", "golang.org/x/crypto"},
	"kamal/config":        {"internal/bounded", "internal/defaults", "internal/dotenv", "internal/erb", "internal/gemversion", "internal/pathname", "internal/regular", "internal/yaml11", "github.com/kballard/go-shellquote"},
	"kamal/commands":      {"internal/buildkind", "internal/defaults", "internal/escape", "internal/layout", "internal/rerun", "kamal/config"},
	"kamal":               {"internal/arch", "internal/buildkind", "internal/defaults", "internal/dockerfile", "internal/dockersays", "internal/escape", "internal/gemversion", "internal/hostcmd", "internal/lane", "internal/layout", "internal/mask", "kamal/config", "kamal/commands", "internal/regular", "internal/textline", "internal/visible"},
	"kamal/secrets":       {"internal/bounded", "internal/environ", "internal/escape", "kamal/config", "github.com/kballard/go-shellquote"},
	"kamal/sshx":          {"kamal/commands", "kamal/config", "internal/environ", "internal/escape", "internal/regular", "internal/sshconfig", "internal/visible", "github.com/melbahja/goph", "golang.org/x/crypto"},
	"kamal/kamaltest":     {"internal/layout", "kamal", "kamal/commands", "kamal/config", "internal/golden", "internal/lane", "internal/simhost", "internal/sshtest", "golang.org/x/crypto"},
	"internal/journal":    {"internal/hostcmd", "kamal", "kamal/commands", "kamal/config", "internal/textline"},
	"internal/otel":       {"kamal", "kamal/config", "internal/journal"},
	"internal/timeline":   {"kamal", "kamal/config", "internal/journal", "internal/visible"},
	"internal/logfile":    {"kamal", "internal/journal", "internal/visible"},
	"internal/rehearsal":  {"internal/hostcmd", "kamal", "kamal/commands", "kamal/config", "kamal/kamaltest", "golang.org/x/sync"},

	"internal/environ": {},
	"kamal/project": {
		"internal/environ", "internal/journal", "internal/logfile", "internal/otel", "internal/rehearsal",
		"kamal", "kamal/config", "kamal/kamaltest", "kamal/secrets", "kamal/sshx",
	},

	// The command line.
	"internal/cmdline":    {"kamal/config", "github.com/alecthomas/kong", "github.com/kballard/go-shellquote"},
	"internal/completion": {"internal/cmdline", "kamal/config", "kamal/secrets", "github.com/alecthomas/kong"},
	"internal/advice":     {"internal/dockersays", "internal/escape", "kamal", "kamal/commands", "kamal/config", "kamal/secrets", "kamal/sshx"},
	"internal/screen": {
		"internal/hostcmd",
		"internal/textline", "internal/visible", "kamal", "kamal/commands", "kamal/config", "kamal/sshx", "golang.org/x/term",
	},
	"internal/screen/screentest": {"kamal", "kamal/config", "kamal/sshx"},
	"internal/jsonlines":         {"internal/screen", "internal/visible", "kamal", "kamal/commands", "kamal/config"},
	"internal/starter":           {"internal/dockerfile", "internal/regular", "internal/yaml11", "github.com/kballard/go-shellquote"},
	"internal/site":              {"github.com/yuin/goldmark"},
	"internal/visit":             {"internal/layout", "kamal/config"},
	"kamal/cli": {
		"internal/advice", "internal/arch", "internal/defaults", "internal/escape", "internal/layout", "internal/starter", "internal/visit", "internal/cmdline", "internal/completion", "internal/environ", "internal/jsonlines", "internal/roff", "internal/screen", "internal/timeline", "internal/visible",
		"kamal", "kamal/commands", "kamal/config", "kamal/project", "kamal/secrets", "kamal/sshx", "github.com/alecthomas/kong", "golang.org/x/term",
	},
}

// free are folders whose packages are put together of everything.
var free = []string{"cmd/", "examples", "internal/demo", "internal/e2e", "internal/bench", "internal/pictures", "internal/playground"}

func TestImports_PointOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		name, isOurs := strings.CutPrefix(fields[0], module)
		if !isOurs || isFree(name) {
			continue
		}
		may, known := allowed[name]
		if !known {
			t.Errorf("package %s is not in the table of who may import what", name)
		}
		for _, path := range fields[1:] {
			if !permitted(may, path) {
				t.Errorf("package %s imports %s, which the table does not allow", name, path)
			}
		}
	}
}

func isFree(name string) bool {
	return slices.ContainsFunc(free, func(f string) bool { return strings.HasPrefix(name, f) })
}

// permitted reports whether a path is of the standard library, or in the list:
// our own packages by their names, others by their modules.
func permitted(may []string, path string) bool {
	if own, ok := strings.CutPrefix(path, module); ok {
		return slices.Contains(may, own)
	}
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") || slices.ContainsFunc(may, func(m string) bool {
		return path == m || strings.HasPrefix(path, m+"/")
	})
}

// Importers get what the library is built of, and no program of its checks.
func TestModule_HasNoTools(t *testing.T) {
	out, err := exec.Command("go", "list", "tool").Output()
	if err != nil || len(out) > 0 {
		t.Errorf("tools belong into tools/go.mod, not into go.mod: %s, %v", out, err)
	}
}
