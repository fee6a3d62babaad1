package hostcmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
)

// system is a host that has the programs that the script may count on, and stubs
// that write down what they are told.
type system struct {
	*testing.T
	dir, shell string
}

// everywhere are the programs of any system.
var everywhere = []string{"cat", "sed", "tr", "mktemp", "rm", "head", "grep", "stat", "env", "sleep", "test"}

func onEverySystem(t *testing.T, fn func(t *testing.T, s system)) {
	t.Helper()
	for _, shell := range shelltest.Shells(t) {
		t.Run(filepath.Base(shell), func(t *testing.T) {
			t.Parallel()
			s := system{t, t.TempDir(), shell}
			for _, name := range everywhere {
				if file, err := exec.LookPath(name); err == nil {
					s.link(file, name)
				}
			}
			s.link(shell, "sh")
			s.stub("id", `case "$*" in -un) echo deploy;; -u) echo "${UID_HERE:-0}";; *) echo deploy users;; esac`)
			fn(t, s)
		})
	}
}

func (s system) link(file, name string) {
	s.Helper()
	if err := os.MkdirAll(filepath.Join(s.dir, "bin"), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.Symlink(file, filepath.Join(s.dir, "bin", name)); err != nil {
		s.Fatal(err)
	}
}

// stub makes a program; each call of another than id is written down.
func (s system) stub(name, script string) {
	s.Helper()
	note := `echo "$(basename "$0") $*" >> '` + s.dir + "/calls'\n"
	note = strings.Replace(note, `$(basename "$0")`, name, 1)
	if name == "id" {
		note = ""
	}
	shelltest.Host{TB: s.T, Dir: s.dir, Shell: s.shell}.Program(name, note+script)
}

// run runs an action of the script, and gives what it prints, what programs were
// told, and whether it succeeded.
func (s system) run(action, release string, env ...string) (text, calls string, ok bool) {
	s.Helper()
	file := filepath.Join(s.dir, "os-release")
	if err := os.WriteFile(file, []byte(release), 0o644); err != nil {
		s.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(s.dir, "bin", "sh"), "-s", "--", action, file, filepath.Join(s.dir, "sbin"))
	cmd.Env = append([]string{"PATH=" + filepath.Join(s.dir, "bin"), "TMPDIR=" + s.dir}, env...)
	cmd.Stdin = hostcmd.InstallDocker().Stdin
	out, err := cmd.CombinedOutput()
	b, _ := os.ReadFile(filepath.Join(s.dir, "calls"))
	_ = os.Remove(filepath.Join(s.dir, "calls"))
	return string(out), string(b), err == nil
}

// bringsDocker stands for a program that installs what it is told.

const bringsDocker = `case "$*" in *install*|*add*|*-S*) : > "${0%/*}/docker" && chmod 755 "${0%/*}/docker";; esac`

func TestBootstrapScript_InstallsFromTheSystemsPackages(t *testing.T) {
	for name, c := range map[string]struct {
		release, want string
		programs      []string
	}{
		"Debian":       {"ID=debian\n", "apt-get update -q\napt-get install -y -q docker.io\n", []string{"apt-get", "ldconfig", "start-stop-daemon"}},
		"Ubuntu":       {"ID=ubuntu\nID_LIKE=debian\n", "apt-get update -q\napt-get install -y -q docker.io\n", []string{"apt-get", "ldconfig", "start-stop-daemon"}},
		"Alpine":       {"ID=alpine\n", "apk add docker\n", []string{"apk"}},
		"Fedora":       {"ID=fedora\n", "dnf install -y moby-engine\n", []string{"dnf"}},
		"Amazon Linux": {"ID=\"amzn\"\nID_LIKE=\"fedora\"\n", "dnf install -y docker\n", []string{"dnf"}},
		"openSUSE":     {"ID=\"opensuse-leap\"\n", "zypper --non-interactive install docker\n", []string{"zypper"}},
		"Arch":         {"ID=arch\n", "pacman -Sy --noconfirm --needed docker\n", []string{"pacman"}},
	} {
		t.Run(name, func(t *testing.T) {
			onEverySystem(t, func(t *testing.T, s system) {
				s.link("/bin/chmod", "chmod")
				for _, p := range c.programs {
					s.stub(p, bringsDocker)
				}
				text, calls, ok := s.run("install", c.release)
				if diff := cmp.Diff(c.want, calls); diff != "" || !ok {
					t.Errorf("ok %t: %s\ncalls (-want +got):\n%s", ok, text, diff)
				}
				if !strings.Contains(text, "running ") {
					t.Errorf("it does not say what it does: %q", text)
				}
			})
		})
	}
}

func TestBootstrapScript_RunsNoScriptUnseen(t *testing.T) {
	const good = "do_install() {\n\techo installed >> \"${0%/*}/done\"\n}\ndo_install\n"
	for name, c := range map[string]struct {
		curl string
		runs bool
	}{
		"whole":         {"cat <<'S'\n" + good + "S", true},
		"cut":           {"cat <<'S'\ndo_install() {\n\techo installed >> done\nS", false},
		"broken off":    {"cat <<'S'\n" + good + "S\nexit 18", false},
		"a page":        {"echo '<html>log in to the network</html>'", false},
		"nothing":       {"", false},
		"not reachable": {"exit 6", false},
	} {
		t.Run(name, func(t *testing.T) {
			onEverySystem(t, func(t *testing.T, s system) {
				s.stub("curl", c.curl)
				text, _, ok := s.run("install", "ID=unknown\n")
				_, err := os.Stat(filepath.Join(s.dir, "done"))
				if ran := err == nil; ran != c.runs || ok != c.runs {
					t.Errorf("it ran: %t, ok: %t, want %t\n%s", ran, ok, c.runs, text)
				}
				if left, _ := filepath.Glob(filepath.Join(s.dir, "tmp.*")); len(left) > 0 {
					t.Errorf("the script was left: %q", left)
				}
			})
		})
	}
}

// Where apt can't do its work, and where the packages have no docker, the makers'
// script is used. On Red Hat's systems a package of that name is podman.
func TestBootstrapScript_FallsBack(t *testing.T) {
	for name, c := range map[string]struct {
		release  string
		programs []string
	}{
		"apt without dpkg's programs": {"ID=debian\n", []string{"apt-get"}},
		"apt that fails":              {"ID=debian\n", []string{"apt-get", "ldconfig", "start-stop-daemon"}},
		"Rocky":                       {"ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", []string{"dnf"}},
	} {
		t.Run(name, func(t *testing.T) {
			onEverySystem(t, func(t *testing.T, s system) {
				for _, p := range c.programs {
					s.stub(p, "exit 100")
				}
				s.stub("wget", "echo 'echo from the makers'")
				text, calls, ok := s.run("install", c.release)
				if !ok || !strings.Contains(text, "from the makers") || strings.Contains(calls, "dnf") {
					t.Errorf("ok %t: %s\n%s", ok, text, calls)
				}
			})
		})
	}
}

func TestBootstrapScript_StartsDocker(t *testing.T) {
	for name, c := range map[string]struct {
		programs map[string]string
		want     []string
		ok       bool
	}{
		"systemd": {map[string]string{"systemctl": ""}, []string{"systemctl enable --now docker"}, true},
		"OpenRC": {
			map[string]string{"systemctl": "exit 1", "rc-update": "", "rc-service": ""},
			[]string{"rc-update add docker default", "rc-service docker start"},
			true,
		},
		"sysv":      {map[string]string{"service": "", "update-rc.d": ""}, []string{"update-rc.d docker defaults", "service docker start"}, true},
		"none":      {nil, nil, false},
		"it failed": {map[string]string{"systemctl": `test "$1" != enable`}, []string{"systemctl enable --now docker"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			onEverySystem(t, func(t *testing.T, s system) {
				s.stub("docker", "")
				for p, script := range c.programs {
					s.stub(p, script)
				}
				text, calls, ok := s.run("start", "")
				got := slices.DeleteFunc(strings.Split(strings.TrimSpace(calls), "\n"), func(l string) bool {
					return strings.Contains(l, "show") || strings.HasPrefix(l, "docker") || l == ""
				})
				if !slices.Equal(got, c.want) || ok != c.ok {
					t.Errorf("ok %t, calls %q, want %t %q\n%s", ok, got, c.ok, c.want, text)
				}
			})
		})
	}
}

// An account that is not root has no folder of administrators on its path, and sudo has.
func TestBootstrapScript_FindsTheProgramsOfAdministrators(t *testing.T) {
	onEverySystem(t, func(t *testing.T, s system) {
		s.stub("sudo", `shift; exec "$@"`)
		s.stub("docker", "")
		for _, name := range []string{"service", "update-rc.d", "usermod"} {
			s.stub(name, "")
			if err := os.MkdirAll(filepath.Join(s.dir, "sbin"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(filepath.Join(s.dir, "bin", name), filepath.Join(s.dir, "sbin", name)); err != nil {
				t.Fatal(err)
			}
		}
		text, calls, ok := s.run("start", "", "UID_HERE=1000")
		if want := "update-rc.d docker defaults\nsudo -n service docker start\nservice docker start\n"; !ok || !strings.Contains(calls, want) {
			t.Errorf("ok %t, calls %q, want %q: %s", ok, calls, want, text)
		}
	})
}

func TestBootstrapScript_SaysWhatTheAccountMay(t *testing.T) {
	for name, c := range map[string]struct {
		sudo, uid, rights string
		members           bool
	}{
		"root":               {"", "0", "root", false},
		"sudo":               {"exit 0", "1000", "sudo", false},
		"sudo for some":      {`test "$2" = usermod`, "1000", "sudo", true},
		"sudo with password": {"exit 1", "1000", "password", true},
		"nothing":            {"", "1000", "none", false},
	} {
		t.Run(name, func(t *testing.T) {
			onEverySystem(t, func(t *testing.T, s system) {
				if c.sudo != "" {
					s.stub("sudo", c.sudo)
				}
				s.stub("apt-get", "")
				s.stub("ldconfig", "")
				s.stub("start-stop-daemon", "")
				s.stub("systemctl", "")
				if c.members {
					s.stub("id", `case "$*" in -un) echo deploy;; -u) echo 1000;; *) echo deploy docker;; esac`)
				}
				text, _, _ := s.run("look", "ID=debian\n", "UID_HERE="+c.uid)
				a := hostcmd.ParseAccount(text)
				want := hostcmd.Account{User: "deploy", Rights: c.rights, Member: c.members, Lines: []string{
					"apt-get install -y docker.io", "systemctl enable --now docker", "usermod -aG docker deploy",
				}}
				if c.rights == "sudo" { // what sudo can't run for the look is not believed
					want.Lines[0] = a.Lines[0]
				}
				if diff := cmp.Diff(want, a); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestBootstrapScript_LetsTheUserJoin(t *testing.T) {
	onEverySystem(t, func(t *testing.T, s system) {
		s.stub("sudo", `shift; exec "$@"`)
		s.stub("groupadd", "")
		s.stub("usermod", "")
		_, calls, ok := s.run("join", "", "UID_HERE=1000")
		if !ok || !strings.Contains(calls, "usermod -aG docker deploy\n") {
			t.Errorf("ok %t, calls %q", ok, calls)
		}
		s.stub("usermod", "exit 1")
		s.stub("addgroup", "")
		if _, calls, ok = s.run("join", "", "UID_HERE=1000"); !ok || !strings.Contains(calls, "addgroup deploy docker\n") {
			t.Errorf("without usermod: ok %t, calls %q", ok, calls)
		}
	})
}

func TestParseDockerState(t *testing.T) {
	for output, want := range map[string]hostcmd.DockerState{
		"": hostcmd.DockerMissing,
		"client\nCannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n":                     hostcmd.DockerStopped,
		"client\ndocker \nCannot connect to the Docker daemon\n":                                                                          hostcmd.DockerStopped,
		"client\npermission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: connect: denied\n": hostcmd.DockerRefused,
		"client\nGot permission denied while trying to connect to the Docker daemon socket\n":                                             hostcmd.DockerRefused,
		"client\nWARNING: no swap\ndocker 28.0.0\n":                                                                                       hostcmd.DockerReady,
	} {
		if got := hostcmd.ParseDockerState(output); got != want {
			t.Errorf("%q: %s, want %s", output, got, want)
		}
	}
}
