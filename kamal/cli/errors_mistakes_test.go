package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// here makes docker of this machine say some words, and fail.
func here(words string) func(*testing.T, *mishap) {
	return func(t *testing.T, m *mishap) {
		m.write(t, "Dockerfile", "FROM scratch\n")
		m.local(t, "echo '"+words+"' >&2; exit 1")
	}
}

// there makes a program on app1 say some words, and fail.
func there(line, words string) func(*testing.T, *mishap) {
	return func(_ *testing.T, m *mishap) { m.says("app1", line, words) }
}

// noted writes a file of the project.
func noted(name, text string) func(*testing.T, *mishap) {
	return func(t *testing.T, m *mishap) { m.write(t, name, text) }
}

// broken has version v1 everywhere, and the next one breaks on app2.
func broken(t *testing.T, m *mishap) {
	m.deployed(t)
	m.Break("app2", "*:v2")
}

func (m *mishap) unset(name string) {
	for i, entry := range m.environ {
		if strings.HasPrefix(entry, name+"=") {
			m.environ = append(m.environ[:i], m.environ[i+1:]...)
			return
		}
	}
}

func (m *mishap) git(t *testing.T, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = m.dir, append(os.Environ(), "HOME="+m.dir, "GIT_CONFIG_NOSYSTEM=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
}

// fails is a script of docker in which one command fails.
func fails(command, words string) func(*testing.T, *mishap) {
	return func(t *testing.T, m *mishap) {
		m.write(t, "Dockerfile", "FROM scratch\n")
		m.local(t, "case \"$*\" in *'"+command+"'*) echo '"+words+"' >&2; exit 1 ;; esac")
	}
}

// mistakes are in the order in which a newcomer may meet them.
var mistakes = []mistake{
	{"no such command", "depoly", nil},
	{"no such option", "deploy --skip-psuh", nil},
	{"a word is missing", "rollback", nil},
	{"a word too many", "deploy now", nil},
	{"no value", "deploy --version", nil},
	{"no such format", "details --output xml", nil},
	{"no answer", "remove", nil},
	{"no such section", "docs servres", nil},
	{"no such shell", "completion tcsh", nil},
	{"no configuration", "deploy", func(_ *testing.T, m *mishap) { os.Remove(filepath.Join(m.dir, "config/deploy.yml")) }},
	{"no configuration of that name", "deploy -c config/shop.yml", nil},
	{"no destinations", "deploy -d staging", nil},
	{"no such destination", "deploy -d stagign", noted("config/deploy.staging.yml", "{}\n")},
	{"no such destination, none near", "deploy -d test", noted("config/deploy.staging.yml", "{}\n")},
	{"no YAML", "deploy", noted("config/deploy.yml", "service: [shop\nimage: shop\n")},
	{"unknown keys", "deploy", func(t *testing.T, m *mishap) { m.replace(t, "proxy: {host:", "proxy: {hosst:") }},
	{"a value that can't be", "deploy", func(t *testing.T, m *mishap) { m.replace(t, "image: shop", "image: shop\nretain_containers: many") }},
	{"no servers", "deploy", func(t *testing.T, m *mishap) { m.replace(t, "servers: [app1, app2]\n", "") }},
	{"a bad version", "deploy --version a/b", nil},
	{"no such role", "deploy -P -r jobs", nil},
	{"no such host", "deploy -P -h app3", nil},
	{"no such accessory", "accessory boot db", func(t *testing.T, m *mishap) {
		m.replace(t, "proxy:", "accessories: {redis: {image: redis, host: app1}}\nproxy:")
	}},
	{"no accessories", "accessory boot db", nil},

	{"no git", "deploy", func(t *testing.T, m *mishap) { m.unset("VERSION"); m.path(t, "none") }},
	{"no repository", "deploy", func(_ *testing.T, m *mishap) { m.unset("VERSION"); m.set("GIT_CEILING_DIRECTORIES=/") }},
	{"no commit", "deploy", func(t *testing.T, m *mishap) { m.unset("VERSION"); m.git(t, "init", "-q") }},

	{"a secret is missing", "deploy -P", noted(".kamal/secrets", "OTHER=x\n")},
	{"a secret is empty", "deploy -P", func(_ *testing.T, m *mishap) { m.unset("PASSWORD") }},
	{"no secrets file", "deploy -P", noted(".kamal/secrets", "if true; then\n")},
	{"secrets are missing", "secrets check", noted(".kamal/secrets", "OTHER=x\n")},
	{"no program of the vault", "deploy -P", func(t *testing.T, m *mishap) {
		m.write(t, ".kamal/secrets", "PASSWORD=$(kamal secrets fetch --adapter 1password --account shop --from vault/item PASSWORD)\n")
		m.local(t, "")
	}},
	{"not logged in to the vault", "deploy -P", func(t *testing.T, m *mishap) {
		m.write(t, ".kamal/secrets", "PASSWORD=$(kamal secrets fetch --adapter doppler --from shop/prd PASSWORD)\n")
		m.write(t, "bin/doppler", "#!/bin/sh\necho 'Doppler Error: you must provide a token' >&2\nexit 1\n")
		m.local(t, "")
	}},
	{"no such adapter", "secrets fetch --adapter keepass X", nil},

	{"no docker here", "deploy", func(t *testing.T, m *mishap) { m.write(t, "Dockerfile", "FROM scratch\n"); m.path(t, "none") }},
	{"docker does not run here", "deploy", here("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")},
	{"no right to docker here", "deploy", here("permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock")},
	{"docker is elsewhere", "deploy", here("Cannot connect to the Docker daemon at tcp://192.0.2.9:2375. Is the docker daemon running?")},
	{"no such context of docker", "deploy", here("Failed to initialize: unable to resolve docker endpoint: context \"old\": context not found")},
	{"no buildx", "deploy", here("docker: unknown command: docker buildx")},
	{"no Dockerfile", "deploy", func(t *testing.T, m *mishap) { m.local(t, "") }},
	{"the build fails", "deploy", fails("buildx build", "ERROR: failed to solve: process \"/bin/sh -c make\" did not complete successfully: exit code: 2")},
	{"the disk is full here", "deploy", fails("buildx build", "ERROR: failed to solve: write /var/lib/docker/tmp/x: no space left on device")},
	{"the registry does not let us push", "deploy", fails("buildx build", "ERROR: failed to push registry.example.com/shop:v2: denied: requested access to the resource is denied")},
	{"no builder", "build push", func(t *testing.T, m *mishap) {
		m.replace(t, "arch: amd64", "arch: arm64, remote: ssh://app2, local: false")
		fails("buildx inspect", "ERROR: no builder \"kamal\" found")(t, m)
		m.write(t, "bin/uname", "#!/bin/sh\necho x86_64\n")
		_ = m.Refuse("app2", true)
	}},
	{"wrong password here", "deploy", fails("login", "Error response from daemon: Get \"https://registry.example.com/v2/\": unauthorized: incorrect username or password")},
	{"no registry here", "registry login --skip-remote", fails("login", "Error response from daemon: Get \"https://registry.example.com/v2/\": dial tcp: lookup registry.example.com: no such host")},

	{"wrong password", "deploy -P", there("docker login *", "Error response from daemon: Get \"https://registry.example.com/v2/\": unauthorized: incorrect username or password")},
	{"no registry", "deploy -P", there("docker login *", "Error response from daemon: Get \"https://registry.example.com/v2/\": dial tcp 192.0.2.9:443: connect: connection refused")},
	{"no image", "deploy -P", there("docker pull *", "Error response from daemon: manifest for registry.example.com/shop:v2 not found: manifest unknown: manifest unknown")},
	{"no image of this service", "deploy -P", func(_ *testing.T, m *mishap) {
		m.Add(kamaltest.Reply{Host: "app1", Line: "docker inspect *", Stdout: "blog\n"})
	}},
	{"too many pulls", "deploy -P", there("docker pull *", "toomanyrequests: You have reached your pull rate limit.")},
	{"another processor", "deploy -P", there("docker pull *", "no matching manifest for linux/arm64/v8 in the manifest list entries")},

	{"a host is away", "deploy -P", func(_ *testing.T, m *mishap) { _ = m.Refuse("app2", true) }},
	{"no key is good enough", "deploy -P", func(t *testing.T, m *mishap) {
		os.Rename(filepath.Join(m.dir, "id_ed25519"), filepath.Join(m.dir, "lost"))
	}},
	{"host keys changed", "deploy -P", func(t *testing.T, m *mishap) { m.otherKeys(t) }},
	{"a host key is not known", "deploy -P", func(t *testing.T, m *mishap) {
		m.write(t, "known_hosts", "")
		m.write(t, "ssh_config", "StrictHostKeyChecking yes\n"+m.text(t, "ssh_config"))
	}},
	{"no docker on a host", "deploy -P", func(_ *testing.T, m *mishap) { m.Host("app1").RemoveFile("/usr/bin/docker") }},
	{"docker does not run on a host", "deploy -P", there("docker login *", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")},
	{"no right to docker on a host", "deploy -P", there("docker login *", "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock")},
	{"nobody may install docker", "server bootstrap", func(_ *testing.T, m *mishap) {
		m.Host("app1").RemoveFile("/usr/bin/docker")
		m.Host("app1").SetRoot(false)
	}},
	{"the disk of a host is full", "deploy -P", there("docker pull *", "failed to register layer: write /usr/lib/x: no space left on device")},
	{"all disks are full", "deploy -P", func(_ *testing.T, m *mishap) { m.Host("app1").FillDisk(true); m.Host("app2").FillDisk(true) }},
	{"a port is taken", "setup -P", there("docker run *kamal-proxy*", "docker: Error response from daemon: driver failed programming external connectivity on endpoint kamal-proxy: Bind for 0.0.0.0:80 failed: port is already allocated.")},
	{"the proxy is too old", "deploy -P", func(t *testing.T, m *mishap) {
		if errs, status := m.run(t, "server exec docker run --detach --name kamal-proxy basecamp/kamal-proxy:v0.8.0"); status != codeDone {
			t.Fatal(errs)
		}
	}},
	{"the proxy refuses", "deploy -P", there("docker exec kamal-proxy kamal-proxy deploy *", "Error: host settings conflict with another service")},

	{"the lock was taken by hand", "deploy -P", func(t *testing.T, m *mishap) {
		if errs, status := m.run(t, "lock acquire -m maintenance"); status != codeDone {
			t.Fatal(errs)
		}
	}},
	{"a hook fails", "deploy -P", noted(".kamal/hooks/pre-deploy", "#!/bin/sh\necho the tests fail\nexit 1\n")},
	{"a container does not get healthy", "deploy -P", func(_ *testing.T, m *mishap) { m.Break("*", "*:v2") }},
	{"the deploy stops half way", "deploy -P", broken},
	{"the redeploy stops half way", "redeploy -P", broken},
	{"the rollback stops half way", "rollback v1", func(t *testing.T, m *mishap) {
		m.deployed(t)
		if errs, status := m.run(t, "deploy -P"); status != codeDone {
			t.Fatal(errs)
		}
		m.Break("app2", "*:v1")
	}},
	{"all is taken back", "deploy -P", func(t *testing.T, m *mishap) {
		m.replace(t, "proxy:", "on_failure: rollback\nproxy:")
		broken(t, m)
	}},
	{"no such version", "rollback v0", func(t *testing.T, m *mishap) { m.deployed(t) }},
	{"no version before", "rollback", func(t *testing.T, m *mishap) { m.deployed(t) }},
	{"a command of one's own fails", "server exec ls /nowhere", there("ls *", "ls: cannot access '/nowhere': No such file or directory")},
	{"what would fail is found", "doctor", func(_ *testing.T, m *mishap) { m.Host("app1").RemoveFile("/usr/bin/docker") }},
}

// text reads a file of the project.
func (m *mishap) text(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(m.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// otherKeys makes known_hosts hold other keys than the hosts have.
func (m *mishap) otherKeys(t *testing.T) {
	t.Helper()
	elsewhere := newFleetProjectOf(t, kamaltest.FleetOptions{}, "app1", "app2")
	other := strings.Fields(strings.SplitN(m.textOf(t, elsewhere), "\n", 2)[0])
	var lines []string
	for line := range strings.Lines(m.text(t, "known_hosts")) {
		words := strings.Fields(line)
		lines = append(lines, strings.Join([]string{words[0], other[1], other[2]}, " "))
	}
	m.write(t, "known_hosts", strings.Join(lines, "\n")+"\n")
}

func (m *mishap) textOf(t *testing.T, p fleetProject) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, "known_hosts"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
