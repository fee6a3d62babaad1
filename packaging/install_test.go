package packaging_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// release is one that the script can install, by the paths below its address.
type release map[string][]byte

// newRelease makes one whose program is a script that knows its version.
func newRelease(t *testing.T, version string) release {
	t.Helper()
	var packed bytes.Buffer
	zipped := gzip.NewWriter(&packed)
	files := tar.NewWriter(zipped)
	for name, text := range map[string]string{
		"kamal":                  "#!/bin/sh\necho " + version + "\n",
		"man/kamal.1.gz":         "page",
		"man/kamal-config.5.gz":  "page",
		"completions/kamal.bash": "# bash",
		"completions/kamal.fish": "# fish",
		"completions/_kamal":     "# zsh",
	} {
		if err := files.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := files.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := files.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("kamal_%s_%s_%s.tar.gz", strings.TrimPrefix(version, "v"), runtime.GOOS, runtime.GOARCH)
	sums := fmt.Sprintf("%x  %s\n%x  other.deb\n", sha256.Sum256(packed.Bytes()), name, sha256.Sum256(nil))
	r := release{}
	for _, at := range []string{"/latest/download/", "/download/" + version + "/"} {
		r[at+"checksums.txt"] = []byte(sums)
		r[at+name] = packed.Bytes()
	}
	return r
}

// serve gives the address that a release can be had from.
func (r release) serve(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		text, ok := r[req.URL.Path]
		if !ok {
			http.NotFound(w, req)
			return
		}
		_, _ = w.Write(text)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// each does something to the files of a release whose paths end so.
func (r release) each(ending string, change func([]byte) []byte) release {
	for path := range r {
		if strings.HasSuffix(path, ending) {
			r[path] = change(slices.Clone(r[path]))
		}
	}
	return r
}

// machine is where the script is run: a home, and the programs that are there.
type machine struct {
	t     *testing.T
	home  string
	path  string
	shell []string
}

// tools are the programs that the script needs besides a downloader.
var tools = []string{"uname", "tar", "gzip", "id", "mktemp", "rm", "mkdir", "cp", "mv", "chmod", "dirname", "grep", "cat", "printf", "sh", "sha256sum"}

// newMachine has the tools and the programs besides.
func newMachine(t *testing.T, shell []string, programs ...string) *machine {
	t.Helper()
	m := &machine{t: t, home: t.TempDir(), path: t.TempDir(), shell: shell}
	for _, name := range append(programs, tools...) {
		from, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("%s is not here", name)
		}
		if err := os.Symlink(from, filepath.Join(m.path, name)); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// fake puts a program of its own in the place of one.
func (m *machine) fake(name, script string) {
	m.t.Helper()
	path := filepath.Join(m.path, name)
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		m.t.Fatal(err)
	}
	if script == "" {
		return
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		m.t.Fatal(err)
	}
}

// install runs the script, and gives what it says.
func (m *machine) install(script, releases string, env ...string) (string, error) {
	m.t.Helper()
	cmd := exec.CommandContext(m.t.Context(), m.shell[0], m.shell[1:]...)
	cmd.Stdin = strings.NewReader(script)
	cmd.Env = append([]string{"HOME=" + m.home, "PATH=" + m.path, "KAMAL_PREFIX=" + m.home + "/.local", "KAMAL_RELEASES=" + releases}, env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// installed gives the paths of the files below home, sorted.
func (m *machine) installed() []string {
	m.t.Helper()
	var files []string
	err := filepath.Walk(m.home, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() {
			files = append(files, strings.TrimPrefix(path, m.home+"/.local/"))
		}
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
	slices.Sort(files)
	return files
}

func script(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../install.sh")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// anyShell is one that runs the script as most people's does.
var anyShell = []string{"sh", "-s"}

func TestInstall_InstallsTheNewest(t *testing.T) {
	want := []string{
		"bin/kamal", "share/bash-completion/completions/kamal", "share/fish/vendor_completions.d/kamal.fish",
		"share/man/man1/kamal.1.gz", "share/man/man5/kamal-config.5.gz", "share/zsh/site-functions/_kamal",
	}
	for _, shell := range [][]string{{"sh", "-s"}, {"dash", "-s"}, {"bash", "--posix", "-s"}, {"busybox", "sh", "-s"}, {"mksh", "-s"}} {
		for _, downloader := range []string{"curl", "wget"} {
			t.Run(shell[0]+" "+downloader, func(t *testing.T) {
				if _, err := exec.LookPath(shell[0]); err != nil {
					t.Skip(err)
				}
				m := newMachine(t, shell, downloader)
				out, err := m.install(script(t), newRelease(t, "v1.2.3").serve(t))
				if err != nil || !strings.Contains(out, "Installed kamal v1.2.3 as "+m.home+"/.local/bin/kamal\n") {
					t.Errorf("%v: %s", err, out)
				}
				if !strings.Contains(out, `export PATH="`+m.home+`/.local/bin:$PATH"`) {
					t.Errorf("it does not say that the program is not on the PATH: %s", out)
				}
				if got := m.installed(); !slices.Equal(got, want) {
					t.Errorf("it installed %v", got)
				}
			})
		}
	}
}

func TestInstall_InstallsTheVersionThatIsAskedFor(t *testing.T) {
	r := newRelease(t, "v1.0.0")
	maps.Copy(r, newRelease(t, "v2.0.0"))
	for _, version := range []string{"v1.0.0", "1.0.0"} {
		m := newMachine(t, anyShell, "curl")
		if out, err := m.install(script(t), r.serve(t), "KAMAL_VERSION="+version); err != nil || !strings.Contains(out, "kamal v1.0.0") {
			t.Errorf("%v: %s", err, out)
		}
	}
}

func TestInstall_LeavesWhatIsThereWhenItFails(t *testing.T) {
	flip := func(b []byte) []byte { b[len(b)/2] ^= 1; return b }
	cut := func(b []byte) []byte { return b[:len(b)-10] }
	for _, c := range []struct {
		name    string
		release release
		prepare func(*machine)
		env     string
		want    string
	}{
		{name: "a tampered archive", release: newRelease(t, "v2").each(".tar.gz", flip), want: "checksum of kamal_2_" + runtime.GOOS},
		{name: "an archive that was cut off", release: newRelease(t, "v2").each(".tar.gz", cut), want: "nothing was installed"},
		{name: "an archive without a sum", release: newRelease(t, "v2").each("checksums.txt", func([]byte) []byte { return []byte("1  x\n") }), want: "no file for " + runtime.GOOS},
		{name: "no such version", release: newRelease(t, "v2"), env: "KAMAL_VERSION=v9", want: "/download/v9/checksums.txt failed"},
		{name: "another processor", release: newRelease(t, "v2"), prepare: func(m *machine) {
			m.fake("uname", `case $1 in -s) echo Linux ;; *) echo mips ;; esac`)
		}, want: "no release for mips"},
		{name: "another system", release: newRelease(t, "v2"), prepare: func(m *machine) { m.fake("uname", "echo Plan9") }, want: "no release for Plan9"},
		{name: "Windows", release: newRelease(t, "v2"), prepare: func(m *machine) { m.fake("uname", "echo MINGW64_NT-10.0") }, want: "scoop install kamal"},
		{name: "no downloader", release: newRelease(t, "v2"), prepare: func(m *machine) { m.fake("curl", "") }, want: "neither curl nor wget"},
		{name: "no checksums", release: newRelease(t, "v2"), prepare: func(m *machine) { m.fake("sha256sum", "") }, want: "none of sha256sum"},
		{name: "a program that does not start", release: brokenRelease(t), want: "does not start on this machine"},
		{name: "no place", release: newRelease(t, "v2"), env: "KAMAL_PREFIX=/dev/null", want: "KAMAL_PREFIX="},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t, anyShell, "curl")
			if out, err := m.install(script(t), newRelease(t, "v1").serve(t)); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			before := m.installed()
			if c.prepare != nil {
				c.prepare(m)
			}
			out, err := m.install(script(t), c.release.serve(t), c.env)
			if err == nil || !strings.Contains(out, "install kamal: ") || !strings.Contains(out, c.want) {
				t.Errorf("%v: %s", err, out)
			}
			version, err := exec.CommandContext(t.Context(), filepath.Join(m.home, ".local/bin/kamal")).Output()
			if err != nil || string(version) != "v1\n" || !slices.Equal(m.installed(), before) {
				t.Errorf("afterwards there is %q, %v: %v", version, err, m.installed())
			}
		})
	}
}

// brokenRelease has a program for another kind of machine, and the right sum.
func brokenRelease(t *testing.T) release {
	t.Helper()
	r := newRelease(t, "v2; exit 1")
	fixed := release{}
	for path, text := range r {
		text = bytes.ReplaceAll(text, []byte("2; exit 1"), []byte("2"))
		fixed[strings.ReplaceAll(path, "2; exit 1", "2")] = text
	}
	for path, text := range fixed {
		if strings.HasSuffix(path, ".tar.gz") {
			fixed.each("checksums.txt", func([]byte) []byte {
				return fmt.Appendf(nil, "%x  %s\n", sha256.Sum256(text), filepath.Base(path))
			})
		}
	}
	return fixed
}

// A script that was cut off on its way does nothing, wherever that was.
func TestInstall_DoesNothingWhenItIsCutOff(t *testing.T) {
	releases := newRelease(t, "v1.2.3").serve(t)
	text := script(t)
	for length := len("#!/bin/sh\n"); length < len(text)-len("main\n"); length += 97 {
		m := newMachine(t, anyShell, "curl")
		_, _ = m.install(text[:length], releases)
		if got := m.installed(); len(got) > 0 {
			t.Errorf("the first %d bytes installed %v", length, got)
		}
	}
}
