package commands_test

import (
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
)

// words prints a command with each option on a line of its own.
func words(c commands.Cmd) {
	fmt.Println(strings.ReplaceAll(c.String(), " --", "\n  --"))
}

func ExampleApp_Run() {
	c := exampleConfig()
	app := commands.App{Config: c, Role: c.Role("web"), Host: "192.0.2.1"}
	words(app.Run("v2", commands.RunOptions{HostID: "0123456789ab"}))
	// Output:
	// docker run
	//   --detach
	//   --restart unless-stopped
	//   --name shop-web-v2
	//   --network kamal
	//   --hostname 192.0.2.1-0123456789ab
	//   --env KAMAL_CONTAINER_NAME=shop-web-v2
	//   --env KAMAL_VERSION=v2
	//   --env KAMAL_HOST=192.0.2.1
	//   --env-file .kamal/env/roles/shop-web.env
	//   --log-opt max-size=10m
	//   --label service=shop
	//   --label role=web
	//   --label destination registry.example.com/acme/shop:v2
}

func ExampleApp_ProxyDeploy() {
	c := exampleConfig()
	app := commands.App{Config: c, Role: c.Role("web"), Host: "192.0.2.1"}
	words(app.ProxyDeploy("0123456789ab", "v2"))
	// Output:
	// docker exec kamal-proxy kamal-proxy deploy shop-web
	//   --target=0123456789ab:80
	//   --host=shop.example.com
	//   --deploy-timeout=30s
	//   --drain-timeout=30s
	//   --buffer-requests
	//   --buffer-responses
	//   --log-request-header=Cache-Control
	//   --log-request-header=Last-Modified
	//   --log-request-header=User-Agent
}

func ExampleBuilder_Build() {
	builder := commands.Builder{Config: exampleConfig()}
	words(builder.Build("v2", commands.BuildOptions{NoCache: true}))
	// Output:
	// docker buildx build
	//   --output=type=registry
	//   --platform linux/amd64
	//   --builder kamal-local-docker-container -t registry.example.com/acme/shop:v2 -t registry.example.com/acme/shop:latest
	//   --label service=shop
	//   --file Dockerfile
	//   --no-cache .
}
