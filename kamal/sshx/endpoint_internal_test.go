package sshx

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseEndpoint(t *testing.T) {
	for text, want := range map[string]endpoint{
		"app1":                   {host: "app1"},
		"app1:2201":              {host: "app1", port: 2201},
		"me@app1":                {user: "me", host: "app1"},
		"me@corp@app1:22":        {user: "me@corp", host: "app1", port: 22},
		"ssh://me@app1:2201/":    {user: "me", host: "app1", port: 2201},
		"::1":                    {host: "::1"},
		"fe80::1%eth0":           {host: "fe80::1%eth0"},
		"[2001:db8::1]":          {host: "2001:db8::1"},
		"root@[2001:db8::1]:222": {user: "root", host: "2001:db8::1", port: 222},
	} {
		got, err := parseEndpoint(text)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(endpoint{})); diff != "" || err != nil {
			t.Errorf("%q: %v %s", text, err, diff)
		}
	}
}
