package starter_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kamal-go/kamal/internal/starter"
)

// project makes a folder of some name with files.
func project(t *testing.T, name string, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	for file, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func look(t *testing.T, files map[string]string) starter.Project {
	t.Helper()
	p, err := starter.Look(project(t, "shop", files), "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLook_NamesTheAppAfterItsRepositoryOrFolder(t *testing.T) {
	for _, c := range []struct{ folder, origin, owner, name string }{
		{"My_Shop 2", "", "", "my-shop-2"},
		{"...", "", "", "app"},
		{"x", "https://github.com/Acme/Big.Shop.git", "acme", "big-shop"},
		{"x", "git@github.com:acme/shop.git", "acme", "shop"},
		{"x", "ssh://git@example.com:22/acme/team/shop/", "acme", "shop"},
		{"x", "git@example.com:shop.git", "", "shop"},
		{"x", "/srv/git/shop.git", "", "shop"},
		{"x", "../shop", "", "shop"},
	} {
		p, err := starter.Look(project(t, c.folder, map[string]string{"a": ""}), c.origin)
		if err != nil || p.Owner != c.owner || p.Name != c.name {
			t.Errorf("%q from %q: %q of %q, %v", c.folder, c.origin, p.Name, p.Owner, err)
		}
	}
}

func TestLook_FindsThePortThatTheDockerfileExposes(t *testing.T) {
	for text, want := range map[string]int{
		"FROM a\nEXPOSE 3000":                                              3000,
		"FROM a\nexpose 3000/tcp 443":                                      3000,
		"FROM a\nEXPOSE 53/udp\nEXPOSE 8080":                               8080,
		"FROM a\nEXPOSE 443 80":                                            80,
		"FROM a\nARG PORT=4000\nEXPOSE $PORT":                              4000,
		"FROM a\nEXPOSE ${PORT:-5000}":                                     5000,
		"FROM a\nENV PORT 6000\n":                                          6000,
		"FROM a\nENV A=b \\\n  # why\n  PORT=7000\n":                       7000,
		"FROM a AS build\nEXPOSE 1\nFROM b\nEXPOSE 2":                      2,
		"FROM a AS base\nEXPOSE 3000\nFROM b AS build\nFROM base\nCMD run": 3000,
		"FROM --platform=linux/amd64 nginx:1.27\nCOPY . .":                 80,
		"FROM a\n# EXPOSE 9":                                               0,
		"FROM a\nEXPOSE 70000":                                             0,
		"":                                                                 0,
		"EXPOSE":                                                           0,
	} {
		if p := look(t, map[string]string{"Dockerfile": text}); p.Port != want {
			t.Errorf("%q: port %d, want %d", text, p.Port, want)
		}
	}
}

func TestLook_KnowsFrameworksAndTheirHealth(t *testing.T) {
	for _, c := range []struct {
		framework, health string
		port              int
		files             map[string]string
	}{
		{"Rails", "/up", 80, map[string]string{"Gemfile": `gem "rails", "~> 8"`, "config/routes.rb": `  get "up" => "rails/health#show", as: :rails_health_check`}},
		{"Rails", "/", 80, map[string]string{"Gemfile": `gem 'rails', '6.1'`, "config/routes.rb": "root 'a#b'"}},
		{"Laravel", "/up", 80, map[string]string{"artisan": "", "bootstrap/app.php": "health: '/up',"}},
		{"Django", "/healthz", 8000, map[string]string{"manage.py": "import django", "site/urls.py": `path("healthz/", ok)`}},
		{"Django", "/", 8000, map[string]string{"manage.py": "django", "site/urls.py": `path("admin/", admin)`}},
		{"Phoenix", "/health", 4000, map[string]string{"mix.exs": "{:phoenix, \"~> 1\"}", "lib/router.ex": `get "/health", A, :b`}},
		{"Next.js", "/api/health", 3000, map[string]string{"package.json": `{"dependencies": {"next": "15"}}`, "src/app/api/health/route.ts": ""}},
		{"Next.js", "/", 3000, map[string]string{"package.json": `{"dependencies": {"next": "15"}}`}},
		{"Express", "/healthz", 3000, map[string]string{"package.json": `{"dependencies": {"express" : "5"}}`, "server.js": "app.get('/healthz', ok)"}},
		{"FastAPI", "/health", 8000, map[string]string{"requirements.txt": "fastapi==1", "main.py": `@app.get("/health")`}},
		{"Spring Boot", "/actuator/health", 8080, map[string]string{"pom.xml": "<groupId>org.springframework.boot</groupId> spring-boot-starter-actuator"}},
		{"", "/up", 0, map[string]string{"main.go": `mux.HandleFunc("/up", up)`}},
		{"", "/", 0, map[string]string{"main.go": `status := "ping"`, "main_test.go": `Get("/up")`, "node_modules/x/a.js": `app.get("/up")`}},
		{"", "/live", 8080, map[string]string{"Dockerfile": "FROM a\nEXPOSE 8080\nHEALTHCHECK --interval=5s CMD curl -f http://localhost:8080/live || exit 1"}},
	} {
		p := look(t, c.files)
		if p.Framework != c.framework || p.Health != c.health || p.Port != c.port {
			t.Errorf("%v: %q on %d, %s", c.files, p.Framework, p.Port, p.Health)
		}
	}
}

func TestLook_FindsNamesThatLookLikeSecrets(t *testing.T) {
	p := look(t, map[string]string{
		".env":                       "STRIPE_SECRET_KEY=sk\nexport DB_PASSWORD='x'\nLOG_LEVEL=debug\nSTRIPE_PUBLIC_KEY=pk\n# OLD_TOKEN=1\nCACHE=redis://a:b@c/0\n",
		".env.example":               "API_TOKEN=\nDATABASE_URL=postgres://localhost/a\nMONKEY=1\nDB_PASSWORD=\n",
		"Gemfile":                    "gem 'rails'",
		"config/credentials.yml.enc": "x", "config/master.key": "k",
	})
	want := []starter.Secret{
		{Name: "STRIPE_SECRET_KEY", From: "$STRIPE_SECRET_KEY"},
		{Name: "DB_PASSWORD", From: "$DB_PASSWORD"},
		{Name: "CACHE", From: "$CACHE"},
		{Name: "API_TOKEN", From: "$API_TOKEN"},
		{Name: "DATABASE_URL", From: "$DATABASE_URL"},
		{Name: "RAILS_MASTER_KEY", From: "$(cat config/master.key)"},
	}
	if diff := cmp.Diff(want, p.Secrets); diff != "" {
		t.Error(diff)
	}
	if left := strings.Join(p.Left, "\n"); !strings.Contains(left, "LOG_LEVEL, STRIPE_PUBLIC_KEY, MONKEY") {
		t.Errorf("left out is %q", left)
	}
}

const composed = `
x-common: &common {restart: always}
services:
  web:
    <<: *common
    build: {context: .}
    ports: ["8080:3000", {target: 9000, published: 9000}]
    environment:
      - DATABASE_URL=postgres://app:hunter2@db:5432/app
      - CACHE_URL=redis://cache:6379
      - CACHE_HOST=cache
      - MODE=${MODE:-production}
      - MAIL_FROM=${MAIL_FROM}
    volumes: [".:/app", "uploads:/app/uploads:rw"]
    healthcheck: {test: ["CMD", "curl", "-f", "http://localhost:3000/ok"]}
  jobs: {build: ., command: [bin/jobs, --queue, "a b"]}
  other: {build: ./other}
  db:
    image: postgres:17
    environment: {POSTGRES_PASSWORD: hunter2, POSTGRES_USER: app}
    volumes:
      - {type: volume, source: data, target: /var/lib/postgresql/data}
      - ./init.sql:/docker-entrypoint-initdb.d/init.sql:ro
      - /etc/localtime:/etc/localtime
    shm_size: 1g
  cache: {image: "redis:7", command: redis-server --appendonly yes}
  edge: {image: "nginx:1"}
  mail: {image: axllent/mailpit}
`

func TestLook_TakesAComposeFileApart(t *testing.T) {
	p := look(t, map[string]string{"docker-compose.yml": composed, "init.sql": "select 1"})
	want := starter.Project{
		Name: "shop", Port: 3000, PortFrom: "docker-compose.yml", Health: "/ok", Compose: "docker-compose.yml",
		Clear:   []starter.Variable{{"CACHE_URL", "redis://shop-cache:6379"}, {"CACHE_HOST", "shop-cache"}, {"MODE", "production"}},
		Volumes: []string{"shop-uploads:/app/uploads:rw"},
		Workers: []starter.Worker{{"jobs", "bin/jobs --queue 'a b'"}},
		Secrets: []starter.Secret{
			{Name: "DATABASE_URL", From: "$DATABASE_URL", Was: "postgres://app:...@shop-db:5432/app"},
			{Name: "MAIL_FROM", From: "$MAIL_FROM"},
			{Name: "POSTGRES_PASSWORD", From: "$POSTGRES_PASSWORD", Accessory: true},
		},
		Accessories: []starter.Accessory{
			{
				Name: "db", Image: "postgres:17", Clear: []starter.Variable{{"POSTGRES_USER", "app"}}, Secrets: []string{"POSTGRES_PASSWORD"},
				Files: []string{"init.sql:/docker-entrypoint-initdb.d/init.sql"}, Directories: []string{"data:/var/lib/postgresql/data"},
			},
			{Name: "cache", Image: "redis:7", Cmd: "redis-server --appendonly yes"},
		},
	}
	if diff := cmp.Diff(want, p, cmpopts.IgnoreFields(starter.Project{}, "Left")); diff != "" {
		t.Error(diff)
	}
	left := strings.Join(p.Left, "\n")
	for _, text := range []string{"service other", "volume /etc/localtime", "shm_size", "service edge", "service mail"} {
		if !strings.Contains(left, text) {
			t.Errorf("%q is not told of:\n%s", text, left)
		}
	}
	if strings.Contains(left, "service web") || strings.Contains(left, "restart") {
		t.Errorf("too much is told:\n%s", left)
	}
}

func TestLook_TakesNoTwoThingsOfOneName(t *testing.T) {
	p := look(t, map[string]string{"compose.yml": `services:
  app: {build: .}
  web: {build: ., command: a}
  Web: {build: ., command: b}
  d_b: {image: "redis:${TAG:-7}", command: "run ${X:-y}"}
  d.b: {image: redis}
  all: {image: redis}
  odd: {image: "redis:${TAG}", environment: ["=x", "A B=1"]}
`})
	if diff := cmp.Diff([]starter.Worker{{"web-2", "a"}, {"web-2-2", "b"}}, p.Workers); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]starter.Accessory{{Name: "d-b", Image: "redis:7", Cmd: "run y"}}, p.Accessories); diff != "" {
		t.Error(diff)
	}
	if len(p.Left) != 3 {
		t.Errorf("left out: %q", p.Left)
	}
}

func TestLook_BearsOddComposeFiles(t *testing.T) {
	for _, text := range []string{
		"", "services:", "services: []", "services: {a: }", "services: {a: 1, b: {build: }, c: {image: [x]}}", "services: {a: {build: ., ports: 80, environment: x, volumes: y}}",
		"services: {a: {image: b, environment: {C: }, volumes: [{}], command: {}}}",
	} {
		if _, err := starter.Look(project(t, "shop", map[string]string{"compose.yaml": text}), ""); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := starter.Look(project(t, "shop", map[string]string{"compose.yaml": "services: {"}), ""); err == nil || !strings.Contains(err.Error(), "compose.yaml:1:") {
		t.Errorf("a broken file: %v", err)
	}
}

func TestLook_KeepsTheWordsOfACommand(t *testing.T) {
	p := look(t, map[string]string{"compose.yml": `services:
  web: {build: ., command: "bin/server -p 3000"}
  mail: {build: ., command: "sh -c 'run; date'"}
  cache: {image: redis, command: "redis-server --requirepass \"a b\" --save $$HOME"}
  open: {image: redis, command: "say 'a"}
`})
	if diff := cmp.Diff([]starter.Worker{{"mail", "sh -c 'run; date'"}}, p.Workers); diff != "" {
		t.Error(diff)
	}
	want := []starter.Accessory{
		{Name: "cache", Image: "redis", Cmd: "redis-server --requirepass 'a b' --save '$HOME'"},
		{Name: "open", Image: "redis", Cmd: `say ''\''a'`},
	}
	if diff := cmp.Diff(want, p.Accessories); diff != "" {
		t.Error(diff)
	}
	if left := strings.Join(p.Left, "\n"); !strings.Contains(left, "command bin/server -p 3000") {
		t.Errorf("the command of the web service is not told of: %q", left)
	}
}
