package config_test

import (
	"context"
	"fmt"

	"github.com/kamal-go/kamal/kamal/config"
)

const example = `
service: shop
image: acme/shop
registry: { server: registry.example.com, username: deployer, password: [ REGISTRY_PASSWORD ] }
builder: { arch: amd64 }
servers:
  web: [ 192.0.2.1, 192.0.2.2: east ]
  jobs:
    hosts: [ 192.0.2.3 ]
    cmd: bin/jobs
    env: { clear: { QUEUES: all } }
env:
  clear: { LOG_LEVEL: info }
  secret: [ DATABASE_URL ]
  tags:
    east: { REGION: east }
`

func Example() {
	cfg, err := config.Parse(context.Background(), example, config.Options{Version: "v1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	version, _ := cfg.Version()
	fmt.Println(cfg.ImageAt(version))
	for _, role := range cfg.Roles {
		fmt.Println(role.ContainerName(version), role.Hosts, role.Proxied)
	}
	// Output:
	// registry.example.com/acme/shop:v1
	// shop-jobs-v1 [192.0.2.3] false
	// shop-web-v1 [192.0.2.1 192.0.2.2] true
}

func ExampleParse_problems() {
	_, err := config.Parse(context.Background(), example+"volume: [ data:/data ]\nboot: { limit: none }\n", config.Options{})
	fmt.Println(err)
	// Output:
	// config/deploy.yml:17:1: unknown key "volume" (did you mean "volumes"?)
	//   17 | volume: [ data:/data ]
	//      | ^
	// config/deploy.yml:18:9: boot/limit must be a number of hosts of at least 1, or a share such as 25%, not "none"
	//   18 | boot: { limit: none }
	//      |         ^
}

func ExampleRole_Env() {
	cfg, err := config.Parse(context.Background(), example, config.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, role := range cfg.Roles {
		for _, host := range role.Hosts {
			env := role.Env(host)
			fmt.Println(role.Name, host, env.Clear, env.Secret)
		}
	}
	// Output:
	// jobs 192.0.2.3 [{LOG_LEVEL info} {QUEUES all}] [{DATABASE_URL DATABASE_URL}]
	// web 192.0.2.1 [{LOG_LEVEL info}] [{DATABASE_URL DATABASE_URL}]
	// web 192.0.2.2 [{LOG_LEVEL info} {REGION east}] [{DATABASE_URL DATABASE_URL}]
}

func ExampleSecrets_Lookup() {
	ctx := context.Background()
	cfg, err := config.Parse(ctx, example, config.Options{Environ: []string{"DATABASE_URL=postgres://db"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	secret, err := cfg.Secrets.Lookup(ctx, "DATABASE_URL")
	fmt.Println(secret, err)
	_, err = cfg.Secrets.Lookup(ctx, "OTHER")
	fmt.Println(err)
	// Output:
	// [REDACTED] <nil>
	// looking up secret "OTHER": no such secret in the environment
}
