package commands_test

import (
	"context"
	"fmt"
	"log"

	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// exampleConfig is a small configuration of one host.
func exampleConfig() *config.Config {
	c, err := config.Parse(context.Background(), `
service: shop
image: acme/shop
servers: [192.0.2.1]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64}
proxy: {host: shop.example.com}
`, config.Options{WorkDir: "/src/shop"})
	if err != nil {
		log.Fatal(err)
	}
	return c
}

func ExampleCmd() {
	c := commands.Command("docker", "run", "--env").Word(
		commands.Concat(commands.Text("TOKEN="), commands.Secret("hunter2")))
	c = c.Arg("--label", "it's mine", "app")
	fmt.Println(c)
	fmt.Println(c.Shell())
	// Output:
	// docker run --env TOKEN=[REDACTED] --label 'it'\''s mine' app
	// docker run --env TOKEN=hunter2 --label 'it'\''s mine' app
}

func ExampleAnd() {
	made := commands.Or(commands.Command("test", "-d", "data"), commands.Command("mkdir", "data"))
	fmt.Println(commands.And(made, commands.Command("ls", "data")))
	// Output: { test -d data || mkdir data; } && ls data
}

func ExampleExpand() {
	fmt.Println(commands.Command("ls").Word(commands.Expand("$HOME/data")).Arg("$5"))
	// Output: ls "$HOME/data" '$5'
}

func ExampleApp_Stop() {
	c := exampleConfig()
	app := commands.App{Config: c, Role: c.Role("web"), Host: "192.0.2.1"}
	fmt.Println(app.Stop("v1"))
	// Output: docker container ls --all --filter 'name=^shop-web-v1$' --quiet | xargs docker stop
}

func ExampleApp_ProxyLive() {
	c := exampleConfig()
	app := commands.App{Config: c, Role: c.Role("web"), Host: "192.0.2.1"}
	fmt.Println(app.ProxyLive())
	// Output: docker exec kamal-proxy kamal-proxy resume shop-web
}

func ExampleRegistry_Login() {
	r := commands.Registry{Registry: exampleConfig().Registry}
	fmt.Println(r.Login(config.NewSecret("deployer"), config.NewSecret("hunter2")))
	// Output: docker login registry.example.com -u deployer --password-stdin
}
