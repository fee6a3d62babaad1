package config

import (
	"testing"

	"github.com/kamal-go/kamal/internal/yaml11"
)

func TestSSH_NamesThatSayMoreThanANameAreRefused(t *testing.T) {
	for user, refused := range map[string]bool{
		"deploy": false, `DOMAIN\deploy`: false, "a.b-c_d": false,
		"": true, "-oProxyCommand=x": true, "a b": true, "a\tb": true, "a\nb": true, "a;b": true, "$(a)": true, "`a`": true, `a\`: true,
	} {
		if got := sshField.fields[0].refuse(&yaml11.Node{Text: user}); got != refused {
			t.Errorf("user %q: refused %t", user, got)
		}
		if got := sshField.fields[2].refuse(&yaml11.Node{Text: user + "@jump.example.com"}); got != refused {
			t.Errorf("jump user %q: refused %t", user, got)
		}
	}
	for jump, refused := range map[string]bool{
		"jump": false, "a@jump:2222": false, "jump,b@other": false, "ssh://a@jump:22": false, "[::1]:22": false,
		"": true, "-x": true, "a@-x": true, "jump,-x": true, "a b": true, "a@$HOME": true, "*": true,
	} {
		if got := sshField.fields[2].refuse(&yaml11.Node{Text: jump}); got != refused {
			t.Errorf("jump host %q: refused %t", jump, got)
		}
	}
}
