package sshx_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// withAgent gives the user an agent with these keys.
func (u *user) withAgent(keys ...any) string {
	u.Helper()
	ring := agent.NewKeyring()
	for _, key := range keys {
		if err := ring.Add(agent.AddedKey{PrivateKey: key, Comment: "held"}); err != nil {
			u.Fatal(err)
		}
	}
	return u.serveAgent(ring)
}

func (u *user) serveAgent(ring agent.Agent) string {
	u.Helper()
	socket := filepath.Join(u.TempDir(), "agent")
	l, err := net.Listen("unix", socket)
	if err != nil {
		u.Fatal(err)
	}
	u.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_ = agent.ServeAgent(ring, c)
			}()
		}
	}()
	u.env["SSH_AUTH_SOCK"] = socket
	return socket
}

// rawKey makes a key in the form that an agent takes.
func rawKey(tb testing.TB) (raw any, public ssh.PublicKey) {
	tb.Helper()
	text, public := sshtest.NewPEM("")
	raw, err := ssh.ParseRawPrivateKey([]byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	return raw, public
}

func allowing(keys ...ssh.PublicKey) sshtest.Options { return sshtest.Options{AuthorizedKeys: keys} }

func TestKeys_Agent(t *testing.T) {
	u := newUser(t)
	raw, public := rawKey(t)
	u.withAgent(raw)
	s := sshtest.Start(t, allowing(public))
	mustRun(t, u.executor(sshx.Options{}), s.Addr(), "true")
}

// An agent may wait for somebody to confirm: the end of the command, or of the
// executor, does not.
func TestKeys_AnAgentThatWaits(t *testing.T) {
	u := newUser(t)
	raw, public := rawKey(t)
	u.withAgent(raw)
	asked := make(chan struct{})
	u.slowAgent(func() { close(asked); <-t.Context().Done() })
	s := sshtest.Start(t, allowing(public))
	x := u.executor(sshx.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if err := x.Run(ctx, s.Addr(), sh("true")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	x.Close()
}

// slowAgent puts an agent before the user's that calls wait before it signs.
func (u *user) slowAgent(wait func()) {
	u.Helper()
	behind, err := net.Dial("unix", u.env["SSH_AUTH_SOCK"])
	if err != nil {
		u.Fatal(err)
	}
	u.Cleanup(func() { behind.Close() })
	u.serveAgent(waitingAgent{agent.NewClient(behind), wait})
}

type waitingAgent struct {
	agent.ExtendedAgent
	wait func()
}

func (a waitingAgent) SignWithFlags(key ssh.PublicKey, data []byte, flags agent.SignatureFlags) (*ssh.Signature, error) {
	a.wait()
	return a.ExtendedAgent.SignWithFlags(key, data, flags)
}

func TestKeys_IdentityAgentOfConfig(t *testing.T) {
	u := newUser(t)
	raw, public := rawKey(t)
	socket := u.withAgent(raw)
	delete(u.env, "SSH_AUTH_SOCK")
	s := sshtest.Start(t, allowing(public))
	mustRun(t, u.executor(u.config("IdentityAgent %q\n", socket)), s.Addr(), "true")
}

func TestKeys_AgentAndFilesTogether(t *testing.T) {
	u := newUser(t)
	raw, held := rawKey(t)
	u.withAgent(raw)
	for _, key := range []ssh.PublicKey{held, u.key} {
		mustRun(t, u.executor(sshx.Options{}), sshtest.Start(t, allowing(key)).Addr(), "true")
	}
}

func TestKeys_ManyInTheAgent(t *testing.T) {
	u := newUser(t)
	var raws []any
	var last ssh.PublicKey
	for range 13 {
		raw, public := rawKey(t)
		raws, last = append(raws, raw), public
	}
	u.withAgent(raws...)
	for _, tries := range []int{6, 3} {
		opts := allowing(last)
		opts.MaxAuthTries = tries
		s := sshtest.Start(t, opts)
		mustRun(t, u.executor(sshx.Options{}), s.Addr(), "true")
		if n := s.Connections(); n > 5 {
			t.Errorf("%d connections with %d tries each", n, tries)
		}
	}
}

func TestKeys_OnlyTheNamedOnes(t *testing.T) {
	u := newUser(t)
	raw, held := rawKey(t)
	u.withAgent(raw)
	s := sshtest.Start(t, allowing(held))
	for name, opts := range map[string]sshx.Options{
		"options":    {Keys: []string{u.file("id_ed25519")}, KeysOnly: true},
		"ssh_config": u.config("IdentitiesOnly yes\n"),
	} {
		err := u.executor(opts).Run(t.Context(), s.Addr(), sh("true"))
		if e, ok := errors.AsType[*sshx.ConnectError](err); !ok || len(e.Keys) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeys_PublicFileNamesAKeyOfTheAgent(t *testing.T) {
	u := newUser(t)
	raw, held := rawKey(t)
	other, _ := rawKey(t)
	u.withAgent(other, raw)
	u.write("chosen.pub", string(ssh.MarshalAuthorizedKey(held)))
	opts := allowing(held)
	opts.MaxAuthTries = 1
	s := sshtest.Start(t, opts)
	mustRun(t, u.executor(sshx.Options{Keys: []string{"~/.ssh/chosen.pub"}, KeysOnly: true}), s.Addr(), "true")
	mustRun(t, u.executor(u.config("IdentitiesOnly yes\nIdentityFile %s\n", u.file("chosen"))), s.Addr(), "true")
}

func TestKeys_Data(t *testing.T) {
	u := newUser(t)
	text, public := sshtest.NewPEM("")
	s := sshtest.Start(t, allowing(public))
	mustRun(t, u.executor(sshx.Options{KeyData: []string{strings.TrimSpace(text)}, KeysOnly: true}), s.Addr(), "true")
}

func TestKeys_NamedReplaceThoseOfConfig(t *testing.T) {
	u := newUser(t)
	text, _ := sshtest.NewPEM("")
	opts := u.config("IdentityFile %s\n", u.file("id_ed25519"))
	opts.KeyData = []string{text}
	s := sshtest.Start(t, allowing(u.key))
	if err := u.executor(opts).Run(t.Context(), s.Addr(), sh("true")); err == nil {
		t.Error("the key of ssh_config was offered")
	}
	opts.KeyData = nil
	mustRun(t, u.executor(opts), s.Addr(), "true")
}

func TestKeys_EncryptedAreLeftOutWithoutAPassphrase(t *testing.T) {
	u := newUser(t)
	sshtest.WriteKey(t, u.file("locked"), "secret")
	s := sshtest.Start(t, allowing(sshtest.NewKey().PublicKey()))
	err := u.executor(sshx.Options{Keys: []string{u.file("locked")}}).Run(t.Context(), s.Addr(), sh("true"))
	e, ok := errors.AsType[*sshx.ConnectError](err)
	if !ok || len(e.Keys) != 0 || len(e.Skipped) != 1 || !strings.Contains(e.Skipped[0], "encrypted") {
		t.Errorf("got %v", err)
	}
}

func TestKeys_PassphraseIsAskedOnceAndOnlyForAnAcceptedKey(t *testing.T) {
	u := newUser(t)
	locked := sshtest.WriteKey(t, u.file("locked"), "secret")
	sshtest.WriteKey(t, u.file("useless"), "other")
	var asked atomic.Int32
	x := u.executor(sshx.Options{
		Keys: []string{u.file("useless"), u.file("locked")},
		Passphrase: func(_ context.Context, key string) (string, error) {
			asked.Add(1)
			if key != u.file("locked") {
				t.Errorf("asked for %q", key)
			}
			return "secret", nil
		},
	})
	for range 2 {
		mustRun(t, x, sshtest.Start(t, allowing(locked)).Addr(), "true")
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestKeys_AKeyThatCannotSignSpoilsNoOther(t *testing.T) {
	u := newUser(t)
	locked := sshtest.WriteKey(t, u.file("locked"), "secret")
	x := u.executor(sshx.Options{
		Keys:       []string{u.file("locked"), u.file("id_ed25519")},
		Passphrase: func(context.Context, string) (string, error) { return "wrong", nil },
	})
	mustRun(t, x, sshtest.Start(t, allowing(locked, u.key)).Addr(), "true")
}

func TestKeys_Certificates(t *testing.T) {
	ca := sshtest.NewKey()
	u := newUser(t)
	cert := &ssh.Certificate{Key: u.key, CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity, ValidPrincipals: []string{"root"}, KeyId: "me"}
	if err := cert.SignCert(rand.Reader, ca); err != nil {
		t.Fatal(err)
	}
	s := sshtest.Start(t, sshtest.Options{UserCA: ca.PublicKey()})
	u.write("other-cert.pub", string(ssh.MarshalAuthorizedKey(cert)))
	mustRun(t, u.executor(u.config("CertificateFile %s\n", u.file("other-cert.pub"))), s.Addr(), "true")
	u.write("id_ed25519-cert.pub", string(ssh.MarshalAuthorizedKey(cert)))
	mustRun(t, u.executor(sshx.Options{}), s.Addr(), "true")
}

func TestKeys_AgentForwarding(t *testing.T) {
	u := newUser(t)
	u.withAgent()
	for want, opts := range []sshx.Options{{}, {ForwardAgent: true}, u.config("ForwardAgent yes\n")} {
		s := sshtest.Start(t, sshtest.Options{})
		u.write("known_hosts", s.KnownHosts())
		mustRun(t, u.executor(opts), s.Addr(), "true")
		if got := s.AgentRequests(); got != min(want, 1) {
			t.Errorf("case %d: %d requests", want, got)
		}
	}
}

func TestKeys_NoAgentForAHostThatIsNotTrusted(t *testing.T) {
	u := newUser(t)
	u.withAgent()
	s := sshtest.Start(t, sshtest.Options{})
	x := u.executor(sshx.Options{ForwardAgent: true})
	mustRun(t, x, s.Addr(), "true") // first use
	s.Drop()
	_ = x.Run(t.Context(), s.Addr(), sh("true")) // which may still meet the lost connection
	mustRun(t, x, s.Addr(), "true")              // again, with the key of just now
	if n := s.AgentRequests(); n != 0 {
		t.Errorf("first use: %d requests", n)
	}
	mustRun(t, u.executor(sshx.Options{ForwardAgent: true}), s.Addr(), "true") // another run
	if n := s.AgentRequests(); n != 1 {
		t.Errorf("a later run: %d requests", n)
	}
	changed := sshtest.Start(t, sshtest.Options{})
	u.write("known_hosts", fmt.Sprintf("[127.0.0.1]:%d %s", changed.Port(), ssh.MarshalAuthorizedKey(sshtest.NewKey().PublicKey())))
	mustRun(t, u.executor(u.config("StrictHostKeyChecking no\nForwardAgent yes\n")), changed.Addr(), "true")
	if n := changed.AgentRequests(); n != 0 {
		t.Errorf("changed: %d requests", n)
	}
}

func TestKeys_ThatOthersCanReadAreRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing here")
	}
	u := newUser(t)
	s := sshtest.Start(t, allowing(u.key))
	for mode, ok := range map[os.FileMode]bool{0o600: true, 0o400: true, 0o640: false, 0o604: false, 0o620: false, 0o644: false} {
		if err := os.Chmod(u.file("id_ed25519"), mode); err != nil {
			t.Fatal(err)
		}
		err := u.executor(sshx.Options{Keys: []string{u.file("id_ed25519")}}).Run(t.Context(), s.Addr(), sh("true"))
		if (err == nil) != ok || err != nil && !strings.Contains(err.Error(), "chmod 600 "+u.file("id_ed25519")) {
			t.Errorf("%o: got %v", mode, err)
		}
	}
}

func TestKeys_PeopleMayTakeTheirTime(t *testing.T) {
	u := newUser(t)
	locked := sshtest.WriteKey(t, u.file("locked"), "secret")
	const limit = 10 * oneWay
	distant(t, allowing(locked), func(t *testing.T, _ *user, o sshx.Options, addr string) {
		o.Keys, o.ConnectTimeout = []string{u.file("locked")}, limit
		o.Passphrase = func(ctx context.Context, _ string) (string, error) {
			select {
			case <-ctx.Done():
			case <-time.After(2 * limit):
			}
			return "secret", nil
		}
		x := u.executor(o)
		defer x.Close()
		mustRun(t, x, addr, "true")
	})
}

func TestKeys_EncryptedInTheOldFormatAreAskedForAtOnce(t *testing.T) {
	u := newUser(t)
	keygen, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	old := u.file("old")
	if out, err := exec.CommandContext(t.Context(), keygen, "-q", "-t", "ecdsa", "-m", "PEM", "-N", "secret", "-f", old).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey([]byte(u.read("old.pub")))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(old + ".pub"); err != nil {
		t.Fatal(err)
	}
	x := u.executor(sshx.Options{
		Keys:       []string{old},
		Passphrase: func(context.Context, string) (string, error) { return "secret", nil },
	})
	mustRun(t, x, sshtest.Start(t, allowing(public)).Addr(), "true")
}
