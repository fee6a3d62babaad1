package sshconfig_test

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

// resolve gives what a file with this text says for a host.
func resolve(t *testing.T, text string, change ...func(*sshconfig.Query)) *sshconfig.Host {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	q := sshconfig.Query{
		Host: "app1", Files: []string{file},
		Home: "/home/me", LocalUser: "me", LocalUID: "1000", LocalHost: "laptop.example.com",
		Getenv: func(name string) string {
			return map[string]string{"SOCK": "/run/agent sock", "SSH_AUTH_SOCK": "/run/auth", "DIR": "keys"}[name]
		},
	}
	for _, f := range change {
		f(&q)
	}
	h, err := sshconfig.Resolve(q)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestResolve_ReadsEachKeyword(t *testing.T) {
	got := resolve(t, `
Host app?
	HostName %h.Example.com
	User=deploy
	Port = 2201
	IdentityFile ~/.ssh/id_%r_%n
	IdentityFile "${DIR}/second key"
	IdentityFile ~/.ssh/id_%r_%n
	CertificateFile ~/cert.pub
	IdentityAgent "~/Library/Group Containers/agent.sock"
	IdentitiesOnly yes
	ForwardAgent yes
	ProxyJump root@%h-jump:2222,second
	ProxyCommand never used
	UserKnownHostsFile ~/.ssh/a "/b c"
	GlobalKnownHostsFile none
	StrictHostKeyChecking off
	HostKeyAlias alias
	HashKnownHosts yes
	ConnectTimeout 1m30
	ServerAliveInterval 15
	ServerAliveCountMax 3 # a remark
`)
	want := &sshconfig.Host{
		HostName: "app1.example.com", User: "deploy", Port: 2201,
		IdentityFiles:    []string{"/home/me/.ssh/id_deploy_app1", "keys/second key"},
		CertificateFiles: []string{"/home/me/cert.pub"},
		IdentityAgent:    "/home/me/Library/Group Containers/agent.sock", IdentitiesOnly: true, AgentForward: "yes",
		ProxyJump:           "root@app1.example.com-jump:2222,second",
		UserKnownHostsFiles: []string{"/home/me/.ssh/a", "/b c"}, GlobalKnownHostsFiles: []string{},
		StrictHostKeyChecking: "no", HostKeyAlias: "alias", HashKnownHosts: true,
		ConnectTimeout: 90 * time.Second, ServerAliveInterval: 15 * time.Second, ServerAliveCountMax: 3,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestResolve_SilentFileLeavesZeroValues(t *testing.T) {
	if diff := cmp.Diff(&sshconfig.Host{HostName: "app1"}, resolve(t, "Host other\n User x\n")); diff != "" {
		t.Error(diff)
	}
}

func TestResolve_WhichBlocksApply(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"first value wins", "User a\nUser b\n", "a"},
		{"negated pattern", "Host * !app1\n User a\nHost *\n User b\n", "b"},
		{"quoted pattern", "Host \"app1\"\n User a\n", "a"},
		{"host names keep their case", "Host APP1\n User a\nHost *\n User b\n", "b"},
		{"match all", "Host x\n User a\nMatch all\n User b\n", "b"},
		{"match host, list", "Match host x,app*\n User a\n", "a"},
		{"match host with equals", "Match host=app1\n User a\n", "a"},
		{"match host sees HostName", "HostName real\nMatch host real\n User a\n", "a"},
		{"match originalhost", "HostName real\nMatch originalhost app1 host REAL\n User a\n", "a"},
		{"match negated", "Match !host app1\n User a\nMatch !host other\n User b\n", "b"},
		{"match user is the default user", "Match user me\n User a\n", "a"},
		{"match localuser", "Match localuser you,me\n User a\n", "a"},
		{"all criteria must hold", "Match host app1 user nobody\n User a\nMatch all\n User b\n", "b"},
		{"unknown criterion", "Match tagged x\n User a\nMatch all\n User b\n", "b"},
		{"unknown criterion, negated", "Match !canonical host app1\n User a\nMatch all\n User b\n", "b"},
		{"exec not allowed", "Match exec \"true\"\n User a\nMatch all\n User b\n", "b"},
		{"broken Host line ends the block before", "Host app1\nHost \"x\n User a\nMatch all\n User b\n", "b"},
		{"carriage returns", "Host app1\r\n User a\r\n", "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := resolve(t, tt.text).User; got != tt.want {
				t.Errorf("User = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestResolve_SettledValuesWin(t *testing.T) {
	got := resolve(t, "User a\nPort 1\nMatch user root\n IdentityFile /%r/%p\n", func(q *sshconfig.Query) {
		q.User, q.Port = "root", 2222
	})
	want := &sshconfig.Host{HostName: "app1", User: "root", Port: 2222, IdentityFiles: []string{"/root/2222"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestResolve_MatchExecAsksTheQuery(t *testing.T) {
	var asked []string
	got := resolve(t, "Match host other exec \"no\"\n User a\nMatch exec \"test %h:%p = %%\"\n User b\n", func(q *sshconfig.Query) {
		q.Exec = func(command string) bool { asked = append(asked, command); return true }
	})
	if got.User != "b" {
		t.Errorf("User = %q, want b", got.User)
	}
	if diff := cmp.Diff([]string{"test app1:22 = %"}, asked); diff != "" {
		t.Error(diff)
	}
}

func TestResolve_TheFirstProxyWins(t *testing.T) {
	for _, tt := range []struct{ text, jump, command string }{
		{"ProxyJump a\nProxyCommand b\n", "a", ""},
		{"ProxyCommand nc '%h' %p # %r%%\nProxyJump a\n", "", "nc 'app1' 22 # me%"},
		{"ProxyCommand none\nProxyJump a\n", "", ""},
		{"ProxyJump none\nProxyCommand a\n", "", ""},
	} {
		got := resolve(t, tt.text)
		if got.ProxyJump != tt.jump || got.ProxyCommand != tt.command {
			t.Errorf("%q gives jump %q and command %q", tt.text, got.ProxyJump, got.ProxyCommand)
		}
	}
}

func TestResolve_IdentityAgent(t *testing.T) {
	for value, want := range map[string]string{
		"none": "none", "SSH_AUTH_SOCK": "/run/auth", "$SOCK": "/run/agent sock", "${DIR}/s": "keys/s", "~/a": "/home/me/a",
	} {
		if got := resolve(t, "IdentityAgent "+value+"\n").IdentityAgent; got != want {
			t.Errorf("IdentityAgent %s = %q, want %q", value, got, want)
		}
	}
}

func TestResolve_IdentityFileNoneMeansNoKeys(t *testing.T) {
	if got := resolve(t, "IdentityFile none\n").IdentityFiles; got == nil || len(got) > 0 {
		t.Errorf("IdentityFiles = %#v, want empty and not nil", got)
	}
}

func TestResolve_Include(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("b.conf", "User fromb\nPort 2\n")
	write("a.conf", "Host other\n User wrong\nHost app1\n User froma\n")
	write("never", "Host *\n User never\nMatch all\n User never\n")
	write("self", "Include "+dir+"/self\nPort 7\n")

	got := resolve(t, "Host other\n Include "+dir+"/never\nHost app1\n Include \""+dir+"/*.conf\"\n HostName after\n")
	want := &sshconfig.Host{HostName: "after", User: "froma", Port: 2}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = resolve(t, "Include "+dir+"/self\n")
	if got.Port != 7 || len(got.Notes) != 1 {
		t.Errorf("a file that includes itself gives port %d and notes %q", got.Port, got.Notes)
	}
}

func TestResolve_NotesWhatItLeavesOut(t *testing.T) {
	got := resolve(t, "User\nPort \"1\nMatch tagged x\nMatch all host x\nMatch host\n")
	if len(got.Notes) != 5 {
		t.Errorf("Notes = %q, want five", got.Notes)
	}
	want := &sshconfig.Host{HostName: "app1"}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(sshconfig.Host{}, "Notes")); diff != "" {
		t.Error(diff)
	}
}

func TestResolve_Files(t *testing.T) {
	home := t.TempDir()
	if h, err := sshconfig.Resolve(sshconfig.Query{Host: "a", Home: home, Files: []string{}}); err != nil || h.User != "" {
		t.Errorf("no files: %v, %v", h, err)
	}
	if _, err := sshconfig.Resolve(sshconfig.Query{Host: "a", Files: []string{"/not/there"}}); err == nil {
		t.Error("a named file that is missing gives no error")
	}
	if err := os.MkdirAll(filepath.Join(home, ".ssh"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, ".ssh", "config"), []byte("Include more\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, ".ssh", "more"), []byte("Port 77\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := sshconfig.Resolve(sshconfig.Query{Host: "a", Home: home})
	if err != nil || h.Port != 77 {
		t.Errorf("usual file with a relative Include: port %d, %v", h.Port, err)
	}
}

func TestResolve_ControlPaths(t *testing.T) {
	hash := func(s string) string { return fmt.Sprintf("%x", sha1.Sum([]byte(s))) }
	for text, want := range map[string][]string{
		"ControlPath none":                            nil,
		"ControlPath NONE":                            nil,
		"ControlPath /s/%C":                           {"/s/" + hash("here"+"app1"+"22"+"root")},
		"ControlPath ~/.ssh/%r@%h-%p":                 {"/home/me/.ssh/root@app1-22"},
		"ControlPath ${DIR}/%C":                       {"/run/me/" + hash("here"+"app1"+"22"+"root")},
		"ControlPath /s/%h":                           nil, // other users and ports would be found there
		"ControlPath /s/%h-%r":                        nil,
		"ControlPath /s/%%C":                          nil,
		"ControlPath /s/app1":                         nil,
		"ControlPath /s/%k/%p/%r\nHostKeyAlias other": {"/s/other/22/root"},
		// Only newer versions of ssh put the jump host in.
		"ControlPath /s/%C\nProxyJump a,u@gate:77":        {"/s/" + hash("here"+"app1"+"22"+"root"+"gate"), "/s/" + hash("here"+"app1"+"22"+"root")},
		"ControlPath /s/%C\nProxyJump ssh://u@[::1]:77/":  {"/s/" + hash("here"+"app1"+"22"+"root"+"::1"), "/s/" + hash("here"+"app1"+"22"+"root")},
		"ControlPath /s/%C\nProxyJump none":               {"/s/" + hash("here"+"app1"+"22"+"root")},
		"ControlPath /s/%r-%h-%p\nProxyJump gate":         {"/s/root-app1-22"},
		"ControlPath /s/%r-%h-%p-%j\nProxyJump u@gate:77": {"/s/root-app1-22-gate", "/s/root-app1-22-"},
	} {
		file := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(file, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		h, err := sshconfig.Resolve(sshconfig.Query{
			Host: "app1", DefaultUser: "root", Files: []string{file}, Home: "/home/me", LocalUser: "me", LocalHost: "here",
			Getenv: func(name string) string { return map[string]string{"DIR": "/run/me"}[name] },
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, h.ControlPaths); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
		if left := want == nil && !strings.Contains(strings.ToLower(text), "none"); left != (len(h.Notes) > 0) {
			t.Errorf("%q: notes %q", text, h.Notes)
		}
	}
}

func TestFiles_AreReadOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte("Host a\n User x\nHost b\n User y\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var files sshconfig.Files
	for _, want := range [][2]string{{"a", "x"}, {"b", "y"}, {"c", ""}} {
		h, err := files.Resolve(sshconfig.Query{Host: want[0], Files: []string{file}})
		if err != nil || h.User != want[1] {
			t.Fatalf("%s: %+v, %v", want[0], h, err)
		}
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
	}
}
