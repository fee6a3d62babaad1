package hostcmd_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/shelltest"
	"github.com/kamal-go/kamal/internal/simhost"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

func sessionAt(server, password string) hostcmd.RegistrySession {
	return hostcmd.RegistrySession{Server: server, Username: config.NewSecret("deployer"), Password: config.NewSecret(password)}
}

// theSession is "deployer:hunter2" as docker keeps it.
const theSession = `{
	"auths": {
		"registry.example.com": {
			"auth": "ZGVwbG95ZXI6aHVudGVyMg=="
		}
	}
}`

// looks looks for a session where docker has this configuration; "" is none.
func looks(h shelltest.Host, s hostcmd.RegistrySession, configuration string) bool {
	h.Helper()
	if configuration != "" {
		h.Write("docker/config.json", configuration)
	} else if err := os.RemoveAll(h.Path("docker")); err != nil {
		h.Fatal(err)
	}
	look := commands.And(commands.Command("export").Word(commands.Concat(commands.Text("DOCKER_CONFIG="), commands.Text(h.Path("docker")))), s.Look())
	out, there := h.Try(look, "")
	if there && out != hostcmd.SessionThere+"\n" || !there && out != "" {
		h.Errorf("%t, and it printed %q", there, out)
	}
	return there
}

func TestRegistrySession_IsSeenWhereDockerHasIt(t *testing.T) {
	theirs := func(more string) string {
		return strings.Replace(theSession, `"auths": {`, `"auths": {`+more+`,`, 1)
	}
	cases := map[string]struct {
		configuration string
		there         bool
	}{
		"as docker writes it":      {theSession, true},
		"on one line":              {strings.NewReplacer("\n", "", "\t", "").Replace(theSession), true},
		"with other blanks":        {strings.NewReplacer("\n", "\r\n", "\t", "  ", ":", " : ").Replace(theSession), true},
		"among others":             {theirs(`"ghcr.io": {"auth": "eA=="}, "https://index.docker.io/v1/": {}`), true},
		"after a longer name":      {theirs(`"my.registry.example.com": {"auth": "eA=="}`), true},
		"after another port":       {theirs(`"registry.example.com:5000": {"auth": "eA=="}`), true},
		"with settings":            {strings.Replace(theSession, "{", `{"HttpHeaders": {"User-Agent": "x"}, "detachKeys": "ctrl-q",`, 1), true},
		"no file":                  {"", false},
		"no session":               {"{}", false},
		"none left":                {`{"auths": {}}`, false},
		"another password":         {strings.Replace(theSession, "aHVudGVyMg", "aHVudGVyMw", 1), false},
		"another's user":           {strings.Replace(theSession, "ZGVwbG95ZXI6", "ZGVwbG95ZXM6", 1), false},
		"a longer name":            {strings.Replace(theSession, "registry.", "my.registry.", 1), false},
		"another port":             {strings.Replace(theSession, "example.com", "example.com:5000", 1), false},
		"a dot that is none":       {strings.Replace(theSession, "registry.", "registry-", 1), false},
		"a credential store":       {strings.Replace(theSession, "{", `{"credsStore": "pass",`, 1), false},
		"a helper":                 {strings.Replace(theSession, "{", `{"credHelpers": {"registry.example.com": "ecr-login"},`, 1), false},
		"an entry without":         {strings.Replace(theSession, `"auth": "ZGVwbG95ZXI6aHVudGVyMg=="`, "", 1), false},
		"a token":                  {strings.Replace(theSession, `=="`, `==", "identitytoken": "x"`, 1), false},
		"cut off":                  {theSession[:len(theSession)-20], false},
		"no JSON":                  {"auths:\n  registry.example.com: ZGVwbG95ZXI6aHVudGVyMg==\n", false},
		"binary":                   {"\x00\xff\xfe" + `"registry.example.com":`, false},
		"a text with that in it":   {fmt.Sprintf(`{"psFormat": %q}`, theSession), false},
		"the password in the text": {strings.Replace(theSession, `"auth": "`, `"auth": "\"`, 1), false},
	}
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		for name, c := range cases {
			if there := looks(h, sessionAt("registry.example.com", "hunter2"), c.configuration); there != c.there {
				t.Errorf("%s: it is there: %t", name, there)
			}
		}
	})
	for name, c := range cases { // as on simulated hosts
		h := simhost.NewWorld().Host("app1")
		if err := h.WriteFile(".docker/config.json", c.configuration); err != nil {
			t.Fatal(err)
		}
		status, err := h.Run(t.Context(), sessionAt("registry.example.com", "hunter2").Look().Shell(), simhost.Streams{})
		if there := status == 0; err != nil || there != c.there {
			t.Errorf("%s: simulated, it is there: %t, %v", name, there, err)
		}
	}
}

// The home folder has the file where no variable says otherwise.
func TestRegistrySession_IsLookedForAtHome(t *testing.T) {
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		h.Write(".docker/config.json", theSession)
		at := func(line string) bool {
			_, there := h.Try(commands.And(commands.Command("unset", "DOCKER_CONFIG"), commands.Command("cd").Word(commands.Raw(line)), sessionAt("registry.example.com", "hunter2").Look()), "")
			return there
		}
		if !at(". && export HOME=\"$PWD\"") || at(". && export HOME=/nowhere") {
			t.Error("it is not looked for there")
		}
	})
}

// A host that lacks a program logs in.
func TestRegistrySession_IsNotSeenWithoutThePrograms(t *testing.T) {
	shelltest.OnEvery(t, func(t *testing.T, h shelltest.Host) {
		if strings.HasSuffix(h.Shell, "busybox") {
			t.Skip("they are part of the shell")
		}
		for _, program := range []string{"awk", "sha256sum", "cut"} {
			h.Program(program, "exit 127")
			if looks(h, sessionAt("registry.example.com", "hunter2"), theSession) {
				t.Errorf("without %s it is there", program)
			}
			if err := os.Remove(h.Path("bin/" + program)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// What finds nothing must not pass for the credentials whose sum that is, and nobody
// looks where docker's versions may differ.
func TestRegistrySession_IsNotLookedForWhereUnsure(t *testing.T) {
	same := 0
	for i := range 2000 {
		s := sessionAt("registry.example.com", fmt.Sprint(i))
		if s.Look().IsZero() {
			same++
		}
		if strings.Contains(s.Look().Shell(), "'=' e3 ") {
			t.Fatalf("password %d: the sum of nothing is looked for", i)
		}
	}
	if same == 0 || same > 40 {
		t.Errorf("%d of 2000 passwords are not looked for", same)
	}
	for server, want := range map[string]bool{
		"": true, "docker.io": true, "ghcr.io": true, "Registry.example.com:5000": true, "registry.gitlab.com/group/project": true, "192.0.2.1:5000": true,
		"index.docker.io": false, "registry-1.docker.io": false, "docker.io/acme": false, "http://registry.example.com": false,
		"https://index.docker.io/v1/": false, "[2001:db8::1]:5000": false, `a"b`: false, "a b": false, `a\b`: false, "registry.example.com:": false,
	} {
		if got := !sessionAt(server, "hunter2").Look().IsZero(); got != want {
			t.Errorf("%q is looked for: %t", server, got)
		}
	}
}

func TestRegistrySession_Line(t *testing.T) {
	file := golden.Read(t, "testdata/registry_session.txtar")
	look := sessionAt("registry.example.com:5000", "hunter2").Look()
	file.Compare(t, "shown", look.String())
	file.Compare(t, "sent", look.Shell())
	file.Compare(t, "sent for docker's own registry", sessionAt("", "hunter2").Look().Shell())
}

// What the docker of this machine writes is what is looked for.
func TestRegistrySession_IsSeenAfterDockersOwnLogin(t *testing.T) {
	if _, err := exec.LookPath("docker"); err != nil {
		t.Skip("there is no docker here")
	}
	registry := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(registry.Close)
	host := strings.TrimPrefix(registry.URL, "http://")
	h := shelltest.Host{TB: t, Dir: t.TempDir(), Shell: shelltest.Shells(t)[0]}
	for _, server := range []string{host, host + "/some/path"} {
		for _, password := range []string{"hunter2", "line break\n", "Windows\r\n", "two\n\n", "blank ", `"é<&>\`, strings.Repeat("long", 300)} {
			s := sessionAt(server, password)
			if looks(h, s, "{}") {
				t.Errorf("%q at %s is there before the login", password, server)
			}
			login := exec.CommandContext(t.Context(), "docker", "login", server, "-u", "deployer", "--password-stdin")
			login.Env = append(os.Environ(), "DOCKER_CONFIG="+h.Path("docker"), "DOCKER_HOST=unix:///nonexistent.sock")
			login.Stdin = strings.NewReader(password)
			if out, err := login.CombinedOutput(); err != nil {
				t.Skipf("%v: %s", err, out)
			}
			if !looks(h, s, h.Read("docker/config.json")) && !s.Look().IsZero() {
				t.Errorf("%q at %s is not there after the login", password, server)
			}
			if looks(h, sessionAt(server, password+"x"), h.Read("docker/config.json")) {
				t.Errorf("%q at %s passes for another", password, server)
			}
		}
	}
}
