// Own-command is kamal with a command more, which marks the version that runs
// with a tag of git; and a hook in Go tells a webhook of every deploy.
//
//	own-command tag --prefix live-
//	own-command deploy
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/cli"
	"github.com/kamal-go/kamal/kamal/commands"
)

// tag is the command. Its fields are its options, as kong reads them.
type tag struct {
	Prefix string `name:"prefix" default:"deployed-" placeholder:"TEXT" help:"What the tag begins with [deployed-]."`
	cli.Confirmed
}

// Run tags the commit of the version that runs on the primary host.
func (c *tag) Run(ctx context.Context, d *kamal.Deployer, s *cli.Session) error {
	running, err := d.App().Version(ctx)
	if err != nil {
		return err
	}
	version := running[0].Text
	if err := s.Confirm(ctx, c.Confirmed.Confirmed, "Tag version "+version+"?"); err != nil {
		return err
	}
	name := c.Prefix + version
	if err := (kamal.Local{Dir: d.Config().WorkDir}).Run(ctx, "", commands.Command("git", "tag", "--force", name)); err != nil {
		return fmt.Errorf("tagging %q: %w", name, err)
	}
	s.Answer("Tagged "+name, map[string]string{"tag": name, "version": version})
	return nil
}

// announce is a hook in Go: it tells the webhook that WEBHOOK names.
func announce(_ context.Context, env map[string]string) error {
	reply, err := http.Post(os.Getenv("WEBHOOK"), "text/plain", strings.NewReader(env["KAMAL_SERVICE_VERSION"]+" is deployed"))
	if err != nil {
		return err
	}
	return reply.Body.Close()
}

func main() {
	var more struct {
		Tag tag `cmd:"" group:"Ours" help:"Tag the version that runs, in git."`
	}
	os.Exit(cli.Program{
		Version: "1.0 of our own", Commands: []any{&more}, Options: []kamal.Option{kamal.WithHook("post-deploy", announce)},
	}.Main(context.Background(), os.Args[1:]...))
}
