package packaging_test

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

// action is what action.yml says.
type action struct {
	Inputs map[string]struct{ Description, Default string }
	Runs   struct {
		Using string
		Steps []step
	}
}

type step struct {
	Name, If, Shell, Run, Uses string
	Env                        map[string]string
	WorkingDirectory           string `yaml:"working-directory"`
}

func readAction(t *testing.T) action {
	t.Helper()
	text, err := os.ReadFile("../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// runner carries out the steps of an action that are scripts, as a job would.
type runner struct {
	t      *testing.T
	inputs map[string]string
	// dir is the job's folder; home, temp, and what steps tell each other lie below it.
	dir string
	env []string
}

func newRunner(t *testing.T, releases string) *runner {
	t.Helper()
	for _, name := range []string{"bash", "ssh-agent", "ssh-add", "ssh-keygen", "curl"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not here", name)
		}
	}
	// An agent's socket has a short path.
	dir, err := os.MkdirTemp("/tmp", "job")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{t: t, inputs: map[string]string{}, dir: dir, env: []string{
		"HOME=" + dir, "TMPDIR=" + dir, "KAMAL_RELEASES=" + releases, "GITHUB_ACTION_PATH=" + root,
		"GITHUB_PATH=" + filepath.Join(dir, "path"), "GITHUB_ENV=" + filepath.Join(dir, "env"),
	}}
	for name, input := range readAction(t).Inputs {
		r.inputs[name] = input.Default
	}
	return r
}

var expression = regexp.MustCompile(`\$\{\{ (.*?) \}\}`)

// value is what an expression stands for; a test names all that there are.
func (r *runner) value(expression string) string {
	r.t.Helper()
	name, isInput := strings.CutPrefix(expression, "inputs.")
	known, ok := map[string]string{"github.action_ref": "v1.2.3", "runner.temp": r.dir}[expression]
	if isInput {
		known, ok = r.inputs[name]
	}
	if !ok {
		r.t.Errorf("nobody knows %q", expression)
	}
	return known
}

func (r *runner) filledIn(text string) string {
	return expression.ReplaceAllStringFunc(text, func(s string) string { return r.value(expression.FindStringSubmatch(s)[1]) })
}

// wanted reports whether a step's condition holds.
func (r *runner) wanted(condition string) bool {
	for part := range strings.SplitSeq(condition, " && ") {
		left, right, differs := strings.Cut(part, " != ")
		if !differs {
			left, right, _ = strings.Cut(part, " == ")
		}
		switch {
		case part == "" || part == "always()":
		case (r.value(left) == strings.Trim(right, "'")) == differs:
			return false
		}
	}
	return true
}

// run carries out all steps, those for the end also after a failure, and gives
// what they say.
func (r *runner) run() (said string, failed bool) {
	r.t.Helper()
	for _, s := range readAction(r.t).Runs.Steps {
		if s.Uses != "" || !r.wanted(s.If) || failed && !strings.HasPrefix(s.If, "always()") {
			continue
		}
		// As GitHub starts bash for a step.
		cmd := exec.CommandContext(r.t.Context(), "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", s.Run)
		cmd.Dir = filepath.Join(r.dir, r.filledIn(s.WorkingDirectory))
		cmd.Env = append(append([]string{"PATH=" + r.told("path", ":") + os.Getenv("PATH")}, r.env...), strings.Fields(r.told("env", "\n"))...)
		for name, value := range s.Env {
			cmd.Env = append(cmd.Env, name+"="+r.filledIn(value))
		}
		out, err := cmd.CombinedOutput()
		said += string(out)
		failed = failed || err != nil
	}
	return said, failed
}

// told gives what steps wrote into a file for later ones, each followed by end.
func (r *runner) told(file, end string) string {
	text, err := os.ReadFile(filepath.Join(r.dir, file))
	if err != nil && !os.IsNotExist(err) {
		r.t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\n", end)
}

// newKey makes a private key, and gives its text and how ssh-add lists it.
func newKey(t *testing.T) (private, public string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "key")
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ci", "-f", file).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	texts := [2]string{}
	for i, name := range []string{file, file + ".pub"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(text)
	}
	return texts[0], strings.TrimSpace(texts[1])
}

// speaking is a release whose kamal tells what it was started with.
func speaking(t *testing.T) release {
	return newRelease(t, `v1.2.3; [ "$*" = version ] || { printf '<%s>' "$@"; pwd; ssh-add -L || true; }`).renamed("v1.2.3")
}

// renamed gives the files of a release their version's proper names.
func (r release) renamed(version string) release {
	files := release{}
	for path, text := range r {
		dir, name := "/latest/download/", "checksums.txt"
		if strings.HasPrefix(path, "/download/") {
			dir = "/download/" + version + "/"
		}
		proper := "kamal_" + strings.TrimPrefix(version, "v") + "_" + runtime.GOOS + "_" + runtime.GOARCH + ".tar.gz"
		if strings.HasSuffix(path, ".tar.gz") {
			name = proper
		} else {
			sum, _, _ := strings.Cut(string(text), " ")
			text = []byte(sum + "  " + proper + "\n")
		}
		files[dir+name] = text
	}
	return files
}

func TestAction_RunsTheCommandWithTheKeyInAnAgent(t *testing.T) {
	r := newRunner(t, speaking(t).serve(t))
	private, public := newKey(t)
	if err := os.MkdirAll(filepath.Join(r.dir, "shop/app"), 0o755); err != nil {
		t.Fatal(err)
	}
	r.inputs["ssh-private-key"] = strings.ReplaceAll(private, "\n", "\r\n")
	r.inputs["known-hosts"] = "192.0.2.1 ssh-ed25519 AAAA"
	r.inputs["command"] = "app exec ls *"
	r.inputs["destination"] = "staging"
	r.inputs["working-directory"] = "shop/app"
	said, failed := r.run()
	for _, want := range []string{"<app><exec><ls><*><-d><staging>", "/shop/app\n", public} {
		if !strings.Contains(said, want) {
			t.Errorf("there is no %q in %s", want, said)
		}
	}
	if failed || r.told(".ssh/known_hosts", "\n") != "192.0.2.1 ssh-ed25519 AAAA\n" {
		t.Errorf("it failed, or known_hosts is %q: %s", r.told(".ssh/known_hosts", "\n"), said)
	}
	// The agent has ended, and the key lies nowhere.
	socket := strings.TrimPrefix(strings.Fields(r.told("env", "\n"))[0], "SSH_AUTH_SOCK=")
	if agent, err := net.Dial("unix", socket); err == nil {
		// It was told to end, and hangs up when it does.
		_ = agent.SetReadDeadline(time.Now().Add(time.Minute))
		if _, err := agent.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error("the agent goes on")
		}
	}
	grep := exec.CommandContext(t.Context(), "grep", "-r", "PRIVATE KEY", r.dir)
	if out, err := grep.CombinedOutput(); err == nil {
		t.Errorf("the key was written down: %s", out)
	}
}

func TestAction_SaysWhatIsWrongWithAKey(t *testing.T) {
	r := newRunner(t, speaking(t).serve(t))
	r.inputs["ssh-private-key"] = "ssh-ed25519 AAAA"
	if said, failed := r.run(); !failed || !strings.Contains(said, "::error::ssh-private-key is no private key") || strings.Contains(said, "<deploy>") {
		t.Errorf("failed: %v: %s", failed, said)
	}
}

func TestAction_DeploysWithoutAnyInput(t *testing.T) {
	r := newRunner(t, speaking(t).serve(t))
	if said, failed := r.run(); failed || !strings.Contains(said, "Installed kamal v1.2.3") || !strings.Contains(said, "<deploy>") {
		t.Errorf("failed: %v: %s", failed, said)
	}
}

func TestAction_IsDescribed(t *testing.T) {
	text, err := os.ReadFile("../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|")
	described := map[string]bool{}
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		described[m[1]] = true
	}
	inputs := readAction(t).Inputs
	for name, input := range inputs {
		if !described[name] || input.Description == "" {
			t.Errorf("the input %s is not described", name)
		}
	}
	if len(described) != len(inputs) {
		t.Errorf("of %d inputs that are described there are %d", len(described), len(inputs))
	}
}

var pinned = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)

// Other people's actions are named by commits, which can't change.
func TestActions_ArePinned(t *testing.T) {
	files, err := filepath.Glob("../.github/workflows/*.yml")
	if err != nil {
		t.Fatal(err)
	}
	uses := regexp.MustCompile(`(?m)^\s*-?\s*uses: (\S+)`)
	for _, file := range append(files, "../action.yml") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range uses.FindAllStringSubmatch(string(text), -1) {
			if !pinned.MatchString(m[1]) && !strings.HasPrefix(m[1], "./") {
				t.Errorf("%s: %s is no commit", file, m[1])
			}
		}
	}
}
