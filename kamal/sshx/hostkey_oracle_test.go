package sshx_test

import (
	"crypto/rand"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/kamal-go/kamal/internal/sshtest"
)

// hostKeyCases are known_hosts files, what else ssh_config says, and the name that
// is connected to. In texts, KEY is the server's key, OTHER another one, CA its
// authority, NAME 127.0.0.1 and PORT the port.
var hostKeyCases = []struct{ name, known, config, host string }{
	{"nothing", "", "", "NAME"},
	{"bare name", "NAME KEY", "", "NAME"},
	{"with port", "[NAME]:PORT KEY", "", "NAME"},
	{"of another port", "[NAME]:1 KEY", "", "NAME"},
	{"of port 22", "[NAME]:22 KEY", "", "NAME"},
	{"changed", "[NAME]:PORT OTHER", "", "NAME"},
	{"bare name changed", "NAME OTHER", "", "NAME"},
	{"port changed, bare right", "[NAME]:PORT OTHER\nNAME KEY", "", "NAME"},
	{"port right, bare changed", "NAME OTHER\n[NAME]:PORT KEY", "", "NAME"},
	{"two keys", "[NAME]:PORT OTHER\n[NAME]:PORT KEY", "", "NAME"},
	{"two bare keys", "NAME OTHER\nNAME KEY", "", "NAME"},
	{"another host", "192.0.2.1 KEY", "", "NAME"},
	{"list of names", "a,[NAME]:PORT,b KEY", "", "NAME"},
	{"hashed with port", "HASHPORT KEY", "", "NAME"},
	{"hashed bare", "HASH KEY", "", "NAME"},
	{"hashed changed", "HASHPORT OTHER", "", "NAME"},
	{"hashed changed, bare right", "HASHPORT OTHER\nNAME KEY", "", "NAME"},
	{"wildcard", "[127.0.*]:* KEY", "", "NAME"},
	{"star", "* KEY", "", "NAME"},
	{"question marks", "[127.?.0.1]:PORT KEY", "", "NAME"},
	{"wildcard changed", "[127.*]:* OTHER\nNAME KEY", "", "NAME"},
	{"negated", "*,![NAME]:PORT KEY", "", "NAME"},
	{"negated bare", "*,!NAME KEY", "", "NAME"},
	{"only negated", "!a KEY", "", "NAME"},
	{"revoked", "@revoked * KEY\n[NAME]:PORT KEY", "", "NAME"},
	{"revoked with port", "@revoked [NAME]:PORT KEY\nNAME KEY", "", "NAME"},
	{"revoked bare", "@revoked NAME KEY\n[NAME]:PORT KEY", "", "NAME"},
	{"revoked of another host", "@revoked other KEY\n[NAME]:PORT KEY", "", "NAME"},
	{"revoked of another key", "@revoked * OTHER\n[NAME]:PORT KEY", "", "NAME"},
	{"authority alone", "@cert-authority * CA", "", "NAME"},
	{"authority with port", "@cert-authority [NAME]:PORT CA", "", "NAME"},
	{"authority bare", "@cert-authority NAME CA", "", "NAME"},
	{"authority of others", "@cert-authority *.example.com CA", "", "NAME"},
	{"another authority", "@cert-authority * OTHER", "", "NAME"},
	{"authority revoked", "@cert-authority * CA\n@revoked * CA", "", "NAME"},
	{"authority, key changed", "@cert-authority * CA\n[NAME]:PORT OTHER", "", "NAME"},
	{"authority as a plain key", "* CA", "", "NAME"},
	{"server's key as authority", "@cert-authority * KEY", "", "NAME"},
	{"unknown marker", "@trusted * KEY", "", "NAME"},
	{"bad lines before", "short\nNAME ssh-ed25519 AAAA!!\n\x00\n[NAME]:PORT KEY", "", "NAME"},
	{"cut key", "[NAME]:PORT ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA", "", "NAME"},
	{"blank before", " \t[NAME]:PORT KEY", "", "NAME"},
	{"remark behind", "[NAME]:PORT KEY a remark", "", "NAME"},
	{"remark", "#[NAME]:PORT KEY", "", "NAME"},
	{"line ends of Windows", "[NAME]:PORT KEY\r\n", "", "NAME"},
	{"alias", "web KEY", "HostKeyAlias web", "NAME"},
	{"alias of upper case", "web KEY", "HostKeyAlias WEB", "NAME"},
	{"alias, entry of the host", "[NAME]:PORT KEY", "HostKeyAlias web", "NAME"},
	{"alias with port", "[web]:PORT KEY", "HostKeyAlias web", "NAME"},
	{"alias changed", "web OTHER\nNAME KEY", "HostKeyAlias web", "NAME"},
	{"name and ip", "localhost,NAME KEY", "", "localhost"},
	{"name only", "[localhost]:PORT KEY", "", "localhost"},
	{"ip only", "[NAME]:PORT KEY", "", "localhost"},
	{"name right, ip changed", "[localhost]:PORT KEY\n[NAME]:PORT OTHER", "", "localhost"},
	{"name right, ip changed, CheckHostIP", "[localhost]:PORT KEY\n[NAME]:PORT OTHER", "CheckHostIP yes", "localhost"},
	{"case of the name", "[localhost]:PORT KEY", "", "LOCALHOST"},
	{"case of the entry", "[LOCALHOST]:PORT KEY", "", "localhost"},
	{"trailing dot", "[localhost]:PORT KEY", "HostName 127.0.0.1\nHostKeyAlias localhost.", "NAME"},
	{"HostName", "[NAME]:PORT KEY", "HostName 127.0.0.1", "web"},
	{"HostName, entry of the alias", "web KEY", "HostName 127.0.0.1", "web"},
	{"no file", "", "UserKnownHostsFile none", "NAME"},
	{"second file", "[NAME]:PORT KEY", "UserKnownHostsFile /nowhere FILE", "NAME"},
	{"other key first in another file", "[NAME]:PORT OTHER", "UserKnownHostsFile FILE FILE", "NAME"},
}

// trialsOfKeys are the servers: one that shows a key, and one that shows a
// certificate of it too.
func trialsOfKeys(t *testing.T) (servers map[string]*sshtest.Server, fill *strings.Replacer) {
	key, ca, other := sshtest.NewKey(), sshtest.NewKey(), sshtest.NewKey()
	cert := &ssh.Certificate{
		Key: key.PublicKey(), CertType: ssh.HostCert, ValidBefore: ssh.CertTimeInfinity,
		ValidPrincipals: []string{"127.0.0.1", "localhost"},
	}
	if err := cert.SignCert(rand.Reader, ca); err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewCertSigner(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	text := func(k ssh.Signer) string { return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(k.PublicKey()))) }
	return map[string]*sshtest.Server{
		"key":         sshtest.Start(t, sshtest.Options{HostKeys: []ssh.Signer{key}}),
		"certificate": sshtest.Start(t, sshtest.Options{HostKeys: []ssh.Signer{key, signer}}),
	}, strings.NewReplacer("KEY", text(key), "OTHER", text(other), "CA", text(ca))
}

// TestHostKey_AsStrictAsSSH compares with the real ssh, file by file: what it
// refuses is refused here.
func TestHostKey_AsStrictAsSSH(t *testing.T) {
	program, err := exec.LookPath("ssh")
	if err != nil || testing.Short() {
		t.Skip("ssh is not installed, or the test run is to be short")
	}
	t.Parallel()
	servers, keys := trialsOfKeys(t)
	alike, stricter := 0, []string{}
	for kind, s := range servers {
		hashed := func(name string) string { return knownhosts.HashHostname(name) }
		fill := strings.NewReplacer("HASHPORT", hashed(fmt.Sprintf("[127.0.0.1]:%d", s.Port())), "HASH", hashed("127.0.0.1"),
			"NAME", "127.0.0.1", "PORT", fmt.Sprint(s.Port()))
		for _, c := range hostKeyCases {
			for _, strict := range []string{"yes", "accept-new"} {
				verdict := func(ours bool) bool {
					u := newUser(t)
					file := strings.NewReplacer("FILE", u.file("known")).Replace(c.config)
					u.write("known", keys.Replace(fill.Replace(c.known))+"\n")
					o := u.config("%s\nUserKnownHostsFile %s\nGlobalKnownHostsFile none\nStrictHostKeyChecking %s\nPort %d\nIdentityFile %s\nUser root\n",
						file, u.file("known"), strict, s.Port(), u.file("id_ed25519"))
					if ours {
						return u.executor(o).Run(t.Context(), fill.Replace(c.host), sh("true")) == nil
					}
					cmd := exec.CommandContext(t.Context(), program, "-F", u.file("config"), "-o", "BatchMode=yes", fill.Replace(c.host), "true")
					cmd.Env, cmd.WaitDelay = []string{"HOME=" + u.home}, time.Second
					return cmd.Run() == nil
				}
				switch theirs, ours := verdict(false), verdict(true); {
				case ours && !theirs:
					t.Errorf("%s, %s, %s: ssh refuses it", c.name, kind, strict)
				case theirs && !ours:
					stricter = append(stricter, fmt.Sprintf("%s, %s, %s", c.name, kind, strict))
				default:
					alike++
				}
			}
		}
	}
	t.Logf("%d alike; stricter: %s", alike, strings.Join(stricter, "; "))
	if len(stricter) > 12 {
		t.Errorf("%d are refused that ssh takes", len(stricter))
	}
}
