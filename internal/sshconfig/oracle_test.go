package sshconfig_test

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

var oracleFiles = []string{
	"Host a b*\n User x\n Port 22\nHost *\n User y\n Port=2222\n IdentityFile /k/1\n IdentityFile \"/k/2 3\"\n",
	"Host !a *\n HostName %h.example.com\n ProxyJump j1,u@j2:77\nMatch host *.example.com\n User deep\nMatch all\n User last\n",
	"Match originalhost a,b user root,me\n Port 1\nMatch localuser root\n Port 2\nMatch !user root\n Port 3\nMatch all\n Port 4\n",
	"ProxyCommand nc -x 'a b' %h %p # stays\nIdentityAgent none\nIdentitiesOnly yes\nStrictHostKeyChecking accept-new\n",
	"User \"quo ted\"\nHostKeyAlias = alias\nConnectTimeout 1m5\nServerAliveInterval 10\nForwardAgent yes # remark\n",
	"Host a\n HostName REAL\nMatch host real\n Port 5\nMatch host REAL\n Port 6\nHost b1\nUser no\nMatch exec \"true\"\n User yes\nMatch exec \"false\"\n Port 9\n",
	"CertificateFile /c/1\nCertificateFile /c/2\nUserKnownHostsFile /u/1 \"/u/2 x\"\nGlobalKnownHostsFile /g\nProxyJump none\n",
	"Host a?\n User q\nHost a* !ab\n User s\nHost 10.*\n User ip\nHost \"b\" 'c'\n User quoted\n",
	"ControlPath ~/.ssh/%r@%h:%p\nHost a\n HostName Real.example.com\n HostKeyAlias kk\n Port 77\n ControlPath /tmp/x-%%%C-%L-%l-%n-%u-%i-%d-%k\nHost b\n ControlPath none\n",
	"ControlPath \"/tmp/a b/%C\"\nControlPath /other\nUser x\nHost ab\n Port 3\nHost b1\n HostName %h.example.com\n",
	"User 'it'\\''s'\nIdentityFile /a\\ b\nPort 3 \nHOSTNAME x#y\n",
}

func TestResolve_AgreesWithSSH(t *testing.T) {
	if testing.Short() {
		t.Skip("runs ssh")
	}
	ssh, err := exec.LookPath("ssh")
	if err != nil {
		t.Skip("ssh is not installed")
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range oracleFiles {
		file := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"a", "ab", "b1", "c", "b", "10.0.0.1"} {
			out, err := exec.CommandContext(t.Context(), ssh, "-G", "-F", file, name).Output()
			if err != nil {
				t.Fatalf("file %d: ssh -G: %v", i, err)
			}
			h, err := sshconfig.Resolve(sshconfig.Query{
				Host: name, Files: []string{file},
				Exec: func(command string) bool { return exec.Command("/bin/sh", "-c", command).Run() == nil },
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(oracle(string(out)), printed(h, me.Username)); diff != "" {
				t.Errorf("file %d, host %s (-ssh +ours):\n%s", i, name, diff)
			}
		}
	}
}

// oracle keeps of what ssh prints the keywords that are compared.
func oracle(out string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(out) {
		k, v, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch k {
		case "identityfile", "certificatefile":
			if !strings.HasPrefix(v, "~/.ssh/id_") {
				m[k] += v + ";"
			}
		case "hostname", "user", "port", "identityagent", "proxyjump", "hostkeyalias":
			m[k] = v
		case "proxycommand":
			m[k] = strings.NewReplacer("%h", m["hostname"], "%p", m["port"]).Replace(v)
		case "connecttimeout", "serveraliveinterval":
			if v != "none" && v != "0" {
				m[k] = v
			}
		case "stricthostkeychecking":
			if v != "ask" {
				m[k] = v
			}
		case "userknownhostsfile", "globalknownhostsfile":
			if !strings.Contains(v, "ssh/") && !strings.Contains(v, "ssh_known") {
				m[k] = v
			}
		case "controlpath":
			m[k] = v
		case "identitiesonly", "forwardagent":
			if v == "yes" {
				m[k] = v
			}
		}
	}
	return m
}

// printed writes a result as ssh -G would.
func printed(h *sshconfig.Host, me string) map[string]string {
	m := map[string]string{"hostname": h.HostName, "user": me, "port": "22"}
	put := func(k, v string) {
		if v != "" && v != "0" {
			m[k] = v
		}
	}
	put("user", h.User)
	put("port", strconv.Itoa(h.Port))
	for _, f := range h.IdentityFiles {
		m["identityfile"] += f + ";"
	}
	for _, f := range h.CertificateFiles {
		m["certificatefile"] += f + ";"
	}
	put("controlpath", strings.Join(h.ControlPaths, " or "))
	put("identityagent", h.IdentityAgent)
	put("proxyjump", h.ProxyJump)
	put("hostkeyalias", h.HostKeyAlias)
	put("proxycommand", h.ProxyCommand)
	put("connecttimeout", strconv.Itoa(int(h.ConnectTimeout.Seconds())))
	put("serveraliveinterval", strconv.Itoa(int(h.ServerAliveInterval.Seconds())))
	put("stricthostkeychecking", h.StrictHostKeyChecking)
	put("userknownhostsfile", strings.Join(h.UserKnownHostsFiles, " "))
	put("globalknownhostsfile", strings.Join(h.GlobalKnownHostsFiles, " "))
	put("forwardagent", h.AgentForward)
	if h.IdentitiesOnly {
		m["identitiesonly"] = "yes"
	}
	return m
}
