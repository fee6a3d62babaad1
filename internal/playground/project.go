package playground

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// Project is the folder of an example app: a git repository with a Dockerfile, a
// configuration and secrets.
type Project struct {
	// Dir is the folder.
	Dir string
	// Hosts are those that it deploys to.
	Hosts []*Host

	playground *Playground
	dockerfile string
	commits    int
}

const (
	dockerfile = `FROM scratch
COPY app /bin/app
ENV PATH=/bin
EXPOSE 80
CMD ["app"]
`
	secrets = "REGISTRY_PASSWORD=not-checked\nAPP_SECRET='a secret with $signs and spaces'\n"

	configuration = `service: shop
image: shop
servers:
%sregistry:
  server: %s
  username: deployer
  password: [REGISTRY_PASSWORD]
builder:
  arch: %s
  driver: docker
  context: .
env:
  clear:
    GREETING: hello
  secret: [APP_SECRET]
proxy:
  healthcheck:
    interval: 1
  run:
    registry: %s
deploy_timeout: 5
drain_timeout: 10
readiness_delay: 1
`
)

// NewProject makes an example project that deploys to some hosts, with one commit. It goes away
// with the playground.
func (p *Playground) NewProject(ctx context.Context, hosts ...*Host) (*Project, error) {
	project, err := p.NewFolder()
	if err != nil {
		return nil, err
	}
	project.Hosts = hosts
	if err := project.git(ctx, "init", "--quiet"); err != nil {
		return nil, err
	}
	return project, project.Commit(ctx, map[string]string{
		".gitignore":        "app\n" + shellFolder + "\n",
		".kamal/secrets":    secrets,
		"config/deploy.yml": project.Configuration(),
	})
}

// NewFolder makes a folder with nothing but the example app and its Dockerfile, as one
// that was never deployed. It goes away with the playground.
func (p *Playground) NewFolder() (*Project, error) {
	top, err := os.MkdirTemp(p.dir, "project-")
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(top, "shop")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	if err := copyFile(filepath.Join(dir, "app"), p.app()); err != nil {
		return nil, err
	}
	return &Project{Dir: dir, playground: p, dockerfile: dockerfile}, writeFiles(dir, map[string]string{"Dockerfile": dockerfile})
}

// app is the file of the example app's program.
func (p *Playground) app() string { return p.path("bin", "app") }

// OfferProxy gives a host the proxy's image under the name by which others fetch it
// from the internet.
func (h *Host) OfferProxy(ctx context.Context) error {
	const image = "basecamp/kamal-proxy:v0.9.2"
	_, err := h.Run(ctx, "docker pull -q "+registryAddress+"/"+image+" && docker tag "+registryAddress+"/"+image+" "+image)
	return err
}

// Configuration gives the deploy.yml of the example project, for tests to add to.
func (project *Project) Configuration() string {
	var servers strings.Builder
	for _, host := range project.Hosts {
		fmt.Fprintf(&servers, "  - %s\n", host.Address)
	}
	return fmt.Sprintf(configuration, servers.String(), registryAddress, runtime.GOARCH, registryAddress)
}

// Commit writes files, by path, and commits everything as a new version, even if there are none.
// A file that begins with #! can be run.
func (project *Project) Commit(ctx context.Context, files map[string]string) error {
	project.commits++
	for name, text := range files {
		file := filepath.Join(project.Dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		mode := os.FileMode(0o600)
		if strings.HasPrefix(text, "#!") {
			mode = 0o700
		}
		if err := os.WriteFile(file, []byte(text), mode); err != nil {
			return err
		}
	}
	if err := project.git(ctx, "add", "--all"); err != nil {
		return err
	}
	return project.git(ctx, "commit", "--quiet", "--allow-empty", "-m", fmt.Sprintf("version %d", project.commits))
}

// CommitUnhealthy commits a version whose health check never succeeds.
func (project *Project) CommitUnhealthy(ctx context.Context) error {
	return project.Commit(ctx, map[string]string{"Dockerfile": project.dockerfile + "ENV NEVER_HEALTHY=true\n"})
}

// CommitHealthy commits a version that is well.
func (project *Project) CommitHealthy(ctx context.Context) error {
	return project.Commit(ctx, map[string]string{"Dockerfile": project.dockerfile})
}

// Version gives the commit that a deploy would be of.
func (project *Project) Version(ctx context.Context) (string, error) {
	version, err := finish(project.Command(ctx, "git", "rev-parse", "HEAD"))
	return strings.TrimSpace(version), err
}

// Command prepares a program that runs in the project's folder, with [Playground.Environ].
// When ctx ends the program is interrupted, and killed if it goes on for a minute.
func (project *Project) Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = project.Dir
	cmd.Env = project.playground.Environ()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = time.Minute
	return cmd
}

func (project *Project) git(ctx context.Context, args ...string) error {
	_, err := finish(project.Command(ctx, "git", args...))
	return err
}

// BuildKamal builds the kamal command from this module and gives the program's file.
func (p *Playground) BuildKamal(ctx context.Context) (string, error) {
	file := p.path("bin", "kamal")
	return file, run(ctx, []string{"go", "build", "-o", file, "github.com/kamal-go/kamal/cmd/kamal"})
}
