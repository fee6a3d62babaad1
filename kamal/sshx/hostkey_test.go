package sshx_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

func TestHostKey_NewOnesAreWrittenDownOnce(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	u := newUser(t)
	if err := os.RemoveAll(u.file("known_hosts")); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	x := u.executor(sshx.Options{})
	for range 8 {
		wg.Go(func() {
			c, err := x.Forward(t.Context(), s.Addr(), "127.0.0.1:0", "127.0.0.1:1")
			if err != nil {
				t.Error(err)
				return
			}
			c.Close()
		})
	}
	wg.Wait()
	if got := u.read("known_hosts"); got != s.KnownHosts() {
		t.Errorf("written %q, want %q", got, s.KnownHosts())
	}
	info, err := os.Stat(u.file("known_hosts"))
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	mustRun(t, u.executor(sshx.Options{}), s.Addr(), "true")
	if got := u.read("known_hosts"); got != s.KnownHosts() {
		t.Errorf("written again: %q", got)
	}
}

func TestHostKey_AppendsBehindAnUnfinishedLine(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	u := newUser(t)
	u.write("known_hosts", "garbage")
	mustRun(t, u.executor(sshx.Options{}), s.Addr(), "true")
	if got := u.read("known_hosts"); got != "garbage\n"+s.KnownHosts() {
		t.Errorf("written %q", got)
	}
}

func TestHostKey_ChangedIsRefused(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	u := newUser(t)
	old := sshtest.NewKey().PublicKey()
	u.write("known_hosts", fmt.Sprintf("# remark\n[127.0.0.1]:%d %s", s.Port(), ssh.MarshalAuthorizedKey(old)))
	err := u.executor(sshx.Options{}).Run(t.Context(), s.Addr(), sh("true"))
	e, ok := errors.AsType[*sshx.HostKeyError](err)
	if !ok || e.Problem != "changed" {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{ssh.FingerprintSHA256(old), e.Key, u.file("known_hosts") + ":2"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %q", want, err)
		}
	}
	if n := s.Connections(); n != 1 {
		t.Errorf("tried %d times", n)
	}
	mustRun(t, u.executor(u.config("StrictHostKeyChecking no\n")), s.Addr(), "true")
}

func TestHostKey_StrictRefusesUnknown(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	u := newUser(t)
	x := u.executor(u.config("StrictHostKeyChecking yes\nUserKnownHostsFile %s\n", u.file("mine")))
	err := x.Run(t.Context(), s.Addr(), sh("true"))
	if e, ok := errors.AsType[*sshx.HostKeyError](err); !ok || e.Problem != "unknown" {
		t.Errorf("got %v", err)
	}
	u.write("mine", s.KnownHosts())
	mustRun(t, u.executor(sshx.Options{ConfigFiles: []string{u.file("config")}}), s.Addr(), "true")
}

// strict runs a command with a known_hosts file that must know the server.
func strict(t *testing.T, s *sshtest.Server, known, more string) error {
	t.Helper()
	u := newUser(t)
	u.write("known_hosts", known)
	x := u.executor(u.config("StrictHostKeyChecking yes\n%s", more))
	return x.Run(t.Context(), s.Addr(), sh("true"))
}

func TestHostKey_FormsOfEntries(t *testing.T) {
	key, ca := sshtest.NewKey(), sshtest.NewKey()
	cert := &ssh.Certificate{Key: key.PublicKey(), CertType: ssh.HostCert, ValidBefore: ssh.CertTimeInfinity, ValidPrincipals: []string{"127.0.0.1"}}
	if err := cert.SignCert(rand.Reader, ca); err != nil {
		t.Fatal(err)
	}
	certSigner, err := ssh.NewCertSigner(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	s := sshtest.Start(t, sshtest.Options{HostKeys: []ssh.Signer{key, certSigner}})
	name := fmt.Sprintf("[127.0.0.1]:%d", s.Port())
	other := string(ssh.MarshalAuthorizedKey(sshtest.NewKey().PublicKey()))
	plain, authority := string(ssh.MarshalAuthorizedKey(key.PublicKey())), string(ssh.MarshalAuthorizedKey(ca.PublicKey()))
	for _, tt := range []struct {
		name, known, config string
		ok                  bool
	}{
		{"plain", name + " " + plain, "", true},
		{"among broken lines", "short\nhost ssh-rsa AAAA!!\n\r\n" + name + " " + strings.TrimSpace(plain) + "\r\n@what x\n", "", true},
		{"hashed", knownhosts.HashHostname(name) + " " + plain, "", true},
		{"hashed, of another", knownhosts.HashHostname("other") + " " + plain, "", false},
		{"wildcard", "[127.0.*]:* " + plain, "", true},
		{"negated", "[127.0.*]:*,!" + name + " " + plain, "", false},
		{"without port", "127.0.0.1 " + plain, "", true},
		{"without port, beside another key of the port", name + " " + other + "127.0.0.1 " + plain, "", false},
		{"of another port", "[127.0.0.1]:1 " + plain, "", false},
		{"different key without port", "127.0.0.1 " + authority + name + " " + plain, "", true},
		{"alias", "prod " + plain, "HostKeyAlias prod\n", true},
		{"alias hides the name", name + " " + plain, "HostKeyAlias prod\n", false},
		{"authority", "@cert-authority [127.*]:* " + authority, "", true},
		{"other authority", "@cert-authority * " + plain, "", false},
		{"revoked", name + " " + plain + "@revoked * " + plain, "", false},
		{"revoked authority", "@cert-authority * " + authority + "@revoked * " + authority, "", false},
		{"another host", "[127.0.0.2]:22 " + plain, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := strict(t, s, tt.known, tt.config)
			if _, refused := errors.AsType[*sshx.HostKeyError](err); refused == tt.ok || (err == nil) != tt.ok {
				t.Errorf("got %v, want accepted: %v", err, tt.ok)
			}
		})
	}
}

func TestHostKey_CertificateForAnotherHost(t *testing.T) {
	key, ca := sshtest.NewKey(), sshtest.NewKey()
	cert := &ssh.Certificate{Key: key.PublicKey(), CertType: ssh.HostCert, ValidBefore: ssh.CertTimeInfinity, ValidPrincipals: []string{"elsewhere"}}
	if err := cert.SignCert(rand.Reader, ca); err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewCertSigner(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	s := sshtest.Start(t, sshtest.Options{HostKeys: []ssh.Signer{signer}})
	err = strict(t, s, "@cert-authority * "+string(ssh.MarshalAuthorizedKey(ca.PublicKey())), "")
	if err == nil || !strings.Contains(err.Error(), "its certificate is no good") {
		t.Errorf("got %v", err)
	}
}

func TestHostKey_AsksForTheTypeThatIsKnown(t *testing.T) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ec, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	s := sshtest.Start(t, sshtest.Options{HostKeys: []ssh.Signer{sshtest.NewKey(), ec}})
	for line := range strings.Lines(s.KnownHosts()) {
		if err := strict(t, s, line, ""); err != nil {
			t.Errorf("with %s: %v", line, err)
		}
	}
}

func TestHostKey_HashedWhenConfigAsksForIt(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	u := newUser(t)
	for range 2 {
		mustRun(t, u.executor(u.config("HashKnownHosts yes\n")), s.Addr(), "true")
	}
	host, _, _ := net.SplitHostPort(s.Addr())
	if got := u.read("known_hosts"); strings.Contains(got, host) || strings.Count(got, "\n") != 1 {
		t.Errorf("written %q", got)
	}
}
