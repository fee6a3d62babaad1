// Command pictures makes the pictures of the documents: what a terminal shows of
// real runs, on real hosts that it makes on this machine.
//
//	go run ./internal/pictures docs/images
//
// It takes root on Linux, and tmux.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/kamal-go/kamal/internal/playground"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: pictures FOLDER")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if _, err := exec.LookPath("tmux"); err != nil {
		log.Fatal("making pictures: tmux is not here: apt-get install tmux")
	}
	if err := draw(ctx, os.Args[1]); err != nil {
		log.Fatal("making pictures: ", err)
	}
}

// draw makes all pictures.
func draw(ctx context.Context, folder string) (err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	ground, err := playground.Up(ctx, playground.Options{Hosts: 3, Log: os.Stderr})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ground.Down(context.WithoutCancel(ctx))) }()
	kamal, err := ground.BuildKamal(ctx)
	if err != nil {
		return err
	}
	project, err := ground.NewProject(ctx, ground.Hosts...)
	if err != nil {
		return err
	}
	s := stage{project: project, kamal: kamal, folder: folder}
	for _, scene := range scenes {
		if err := s.play(ctx, scene); err != nil {
			return fmt.Errorf("%s: %w", scene.name, err)
		}
	}
	return nil
}

// scene is one picture.
type scene struct {
	name, title string
	// prepare makes what the commands find.
	prepare func(context.Context, *playground.Project) error
	// lines are typed, without the name of kamal.
	lines []string
}

var scenes = []scene{
	{name: "setup", title: "kamal setup prepares three servers and deploys the app", lines: []string{"setup"}},
	{
		name: "deploy", title: "kamal deploy replaces a version, kamal rollback goes back",
		prepare: func(ctx context.Context, p *playground.Project) error { return p.CommitHealthy(ctx) },
		lines:   []string{"deploy", "rollback"},
	},
	{
		name: "unhealthy", title: "a version that does not get healthy, and why",
		prepare: func(ctx context.Context, p *playground.Project) error { return p.CommitUnhealthy(ctx) },
		lines:   []string{"deploy"},
	},
	{
		name: "mistakes", title: "three mistakes in a configuration, each with its line",
		prepare: func(ctx context.Context, p *playground.Project) error { return p.Commit(ctx, mistakes) },
		lines:   []string{"config --check"},
	},
}

var mistakes = map[string]string{"config/deploy.yml": `service: shop
image: acme/shop
servers:
  web:
    hosts: [ 192.0.2.11, 192.0.2.12 ]
    comand: bin/web
registry:
  server: registry.example.com
  username: deployer
  password: [ REGISTRY_PASSWORD ]
builder:
  arch: amd64
retain_container: 3
proxy:
  host: shop.example.com
  app_port: eighty
`}

// stage is where scenes are played.
type stage struct {
	project       *playground.Project
	kamal, folder string
}

// play runs the lines of a scene in a terminal, and draws what it shows.
func (s stage) play(ctx context.Context, scene scene) error {
	if scene.prepare != nil {
		if err := scene.prepare(ctx, s.project); err != nil {
			return err
		}
	}
	const typed = "printf '\\033[32m$\\033[0m \\033[1mkamal %s\\033[0m\\n'"
	var script []string
	for i, line := range scene.lines {
		if i > 0 {
			script = append(script, "echo")
		}
		script = append(script, fmt.Sprintf(typed, line), s.kamal+" "+line)
	}
	// What docker says of a build is not ours, and long.
	env := append(s.project.Command(ctx, "true").Env, "BUILDKIT_PROGRESS=quiet", "LC_ALL=C.UTF-8")
	sockets, err := os.MkdirTemp("", "pictures-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(sockets)
	shown, err := terminal{filepath.Join(sockets, "tmux")}.show(ctx, s.project.Dir, env, strings.Join(script, "; "))
	if err != nil {
		return err
	}
	file := filepath.Join(s.folder, scene.name+".svg")
	fmt.Println(file)
	return os.WriteFile(file, []byte(picture(scene.title, read(shown))), 0o644)
}
