package sshx_test

import (
	"errors"
	"net"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

func TestNames_ThatSayMoreThanANameAreRefused(t *testing.T) {
	u := newUser(t)
	s := sshtest.Start(t, sshtest.Options{})
	for name, o := range map[string]sshx.Options{
		"option as user":       {User: "-oProxyCommand=x"},
		"blank in user":        {User: "a b"},
		"user for a shell":     {User: "a;b"},
		"jump user":            {Proxy: "-x@127.0.0.1"},
		"jump host":            {Proxy: "a@$(x)"},
		"user in ssh_config":   u.config("User \"a b\"\n"),
		"HostName for a shell": u.config("HostName a`x`\n"),
	} {
		err := u.executor(o).Run(t.Context(), s.Addr(), sh("true"))
		if err == nil || s.Connections() > 0 {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestHostKey_OfANameThatIsAPatternIsNeverWrittenDown(t *testing.T) {
	s := sshtest.Start(t, sshtest.Options{})
	for _, alias := range []string{"*", "a?", "!a", "a,b", "#a", "|1|a|b", "@revoked"} {
		u := newUser(t)
		u.write("known_hosts", "")
		err := u.executor(u.config("HostKeyAlias \"%s\"\n", alias)).Run(t.Context(), s.Addr(), sh("true"))
		if _, ok := errors.AsType[*sshx.HostKeyError](err); !ok || u.read("known_hosts") != "" {
			t.Errorf("%q: got %v, wrote %q", alias, err, u.read("known_hosts"))
		}
	}
	for _, host := range []string{"*", "a*.example.com", "?", "!a", "a,b", "#a", "|1|a"} {
		if err := newUser(t).executor(sshx.Options{}).Run(t.Context(), host, sh("true")); err == nil || !strings.Contains(err.Error(), "not a host name") {
			t.Errorf("host %q: got %v", host, err)
		}
	}
}

func TestAlgorithms_ThatSSHHasGivenUpAreNotUsed(t *testing.T) {
	bad := ssh.InsecureAlgorithms()
	try := func(name string, config ssh.Config) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		go func() {
			c, err := l.Accept()
			if err != nil {
				return
			}
			defer c.Close()
			server := &ssh.ServerConfig{Config: config, NoClientAuth: true}
			server.AddHostKey(sshtest.NewKey())
			_, _, _, _ = ssh.NewServerConn(c, server)
		}()
		err = newUser(t).executor(sshx.Options{}).Run(t.Context(), l.Addr().String(), sh("true"))
		if err == nil || !strings.Contains(err.Error(), "no common algorithm") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, kex := range bad.KeyExchanges {
		try(kex, ssh.Config{KeyExchanges: []string{kex}})
	}
	for _, cipher := range bad.Ciphers {
		try(cipher, ssh.Config{Ciphers: []string{cipher}})
	}
	for _, mac := range bad.MACs {
		try(mac, ssh.Config{MACs: []string{mac}, Ciphers: []string{ssh.CipherAES128CTR}})
	}
}
