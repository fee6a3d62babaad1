package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/config"
)

const needy = `
service: shop
image: acme/shop
registry: { server: registry.example.com, username: [ USER ], password: [ PW ] }
builder: { arch: amd64, secrets: [ TOKEN, PW ] }
ssh: { key_data: [ SSH_KEY ] }
proxy: { host: a.example.com, ssl: { certificate_pem: CERT, private_key_pem: KEY } }
servers:
  web: { hosts: [ { 192.0.2.1: gpu } ] }
  jobs: { hosts: [ 192.0.2.2 ], env: { secret: [ "TOP:OTHER", JOBS ] } }
  idle: { hosts: [], env: { secret: [ IDLE ] } }
env:
  secret: [ TOP, "RENAMED:SOURCE" ]
  tags: { gpu: { secret: [ TAGGED ] }, unused: { secret: [ NOBODY ] } }
allow_empty_roles: true
accessories:
  db:
    image: x
    host: 192.0.2.3
    registry: { server: other.example.com, username: u, password: [ DB_PW ] }
    env: { secret: [ TOP ] }
    proxy: { host: db.example.com, ssl: { certificate_pem: DB_CERT, private_key_pem: KEY } }
`

func TestNeeds_AreAllThatTheConfigurationUses(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{needy, `USER: registry/username
PW: registry/password, builder/secrets
TOKEN: builder/secrets
SSH_KEY: ssh/key_data
SOURCE: env
OTHER: servers/jobs/env
JOBS: servers/jobs/env
CERT: proxy/ssl/certificate_pem
KEY: proxy/ssl/private_key_pem, accessories/db/proxy/ssl/private_key_pem
TOP: env, accessories/db/env
TAGGED: env/tags/gpu
DB_PW: accessories/db/registry/password
DB_CERT: accessories/db/proxy/ssl/certificate_pem
`},
		{minimal + "env_push: manual\nenv: { secret: [ A, REGISTRY_PASSWORD ] }\ntraefik: { env: { secret: [ T ] } }\n", `REGISTRY_PASSWORD: registry/password, env
A: env (pushed)
T: traefik/env (pushed)
`},
		{strings.ReplaceAll(minimal, "registry.example.com", "\"localhost:5000\""), ""},
	} {
		var got strings.Builder
		for _, n := range parse(t, tt.text, config.Options{}).Needs() {
			fmt.Fprintf(&got, "%s: %s", n.Secret, strings.Join(n.By, ", "))
			if n.Pushed {
				got.WriteString(" (pushed)")
			}
			got.WriteString("\n")
		}
		if diff := cmp.Diff(tt.want, got.String()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
