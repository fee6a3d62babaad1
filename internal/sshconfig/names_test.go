package sshconfig_test

import (
	"testing"

	"github.com/kamal-go/kamal/internal/sshconfig"
)

func TestValidNames(t *testing.T) {
	for name, want := range map[string]struct{ host, user bool }{
		"app1.example.com": {true, true}, "APP_1": {true, true}, "fe80::1%eth0": {true, true}, "éü": {true, true},
		"": {}, "-oProxyCommand=x": {}, "a b": {}, "a\tb": {}, "a\nb": {}, "a\x00b": {}, "a\x7fb": {}, "a\u0085b": {}, "a\u00a0b": {},
		"a;b": {}, "a'b": {}, "a`b": {}, "a|b": {}, "a&b": {}, "a>b": {}, "$(a)": {}, `a"b`: {}, "{a}": {},
		"a$b": {false, true}, `DOMAIN\user`: {false, true}, `user\`: {}, "user@domain": {false, true},
		"*": {false, true}, "a?": {false, true}, "!a": {false, true}, "a,b": {false, true}, "#a": {false, true},
	} {
		if got := sshconfig.ValidHost(name); got != want.host {
			t.Errorf("host %q: got %t", name, got)
		}
		if got := sshconfig.ValidUser(name); got != want.user {
			t.Errorf("user %q: got %t", name, got)
		}
	}
}
