package starter

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// framework is one that is known by its files.
type framework struct {
	name string
	port int
	// is tells by the files of a folder.
	is func(folder) bool
	// health gives the path that it answers when it is up, or nothing.
	health func(folder) string
}

var frameworks = []framework{
	{"Rails", 80, func(f folder) bool { return mentions(f.read("Gemfile"), `gem ["']rails["']`) || f.has("bin/rails") }, railsHealth},
	{"Laravel", 80, func(f folder) bool {
		return f.has("artisan") || strings.Contains(f.read("composer.json"), `"laravel/framework"`)
	}, laravelHealth},
	{"Symfony", 80, func(f folder) bool { return strings.Contains(f.read("composer.json"), `"symfony/framework-bundle"`) }, nil},
	{"Django", 8000, func(f folder) bool {
		return f.has("manage.py") && (mentions(f.read("manage.py"), `django`) || mentions(f.python(), `(?i)django`))
	}, nil},
	{"FastAPI", 8000, func(f folder) bool { return mentions(f.python(), `(?i)\bfastapi\b`) }, nil},
	{"Flask", 5000, func(f folder) bool { return mentions(f.python(), `(?i)\bflask\b`) }, nil},
	{"Phoenix", 4000, func(f folder) bool { return mentions(f.read("mix.exs"), `:phoenix\b`) }, nil},
	{"Next.js", 3000, func(f folder) bool { return f.needs("next") }, nextHealth},
	{"Nuxt", 3000, func(f folder) bool { return f.needs("nuxt") }, nil},
	{"Remix", 3000, func(f folder) bool { return f.needs("@remix-run/node") }, nil},
	{"SvelteKit", 3000, func(f folder) bool { return f.needs("@sveltejs/kit") }, nil},
	{"AdonisJS", 3333, func(f folder) bool { return f.needs("@adonisjs/core") }, nil},
	{"NestJS", 3000, func(f folder) bool { return f.needs("@nestjs/core") }, nil},
	{"Express", 3000, func(f folder) bool { return f.needs("express") }, nil},
	{"Spring Boot", 8080, func(f folder) bool {
		return mentions(f.read("pom.xml")+f.read("build.gradle")+f.read("build.gradle.kts"), `org\.springframework\.boot`)
	}, springHealth},
	{"ASP.NET", 8080, func(f folder) bool { return mentions(f.project(".csproj"), `Microsoft\.NET\.Sdk\.Web`) }, nil},
	{"Sinatra", 4567, func(f folder) bool { return mentions(f.read("Gemfile"), `gem ["']sinatra["']`) }, nil},
	{"Hanami", 2300, func(f folder) bool { return mentions(f.read("Gemfile"), `gem ["']hanami["']`) }, nil},
}

// framework finds out what the app is built on, where that usually listens, and
// which path tells that it is up.
func (f folder) framework(p *Project) {
	i := slices.IndexFunc(frameworks, func(k framework) bool { return k.is(f) })
	if i >= 0 {
		k := frameworks[i]
		p.Framework, p.Port = k.name, k.port
		if k.health != nil {
			if path := k.health(f); path != "" {
				p.Health = path
				return
			}
		}
	}
	if path := f.healthInSource(); path != "" {
		p.Health = path
	}
}

func mentions(text, pattern string) bool { return regexp.MustCompile(pattern).MatchString(text) }

// python gives what names the dependencies of a Python project.
func (f folder) python() string {
	return f.read("requirements.txt") + "\n" + f.read("pyproject.toml") + "\n" + f.read("Pipfile") + "\n" + f.read("setup.py")
}

// needs reports whether package.json has a dependency.
func (f folder) needs(dependency string) bool {
	return mentions(f.read("package.json"), `"`+regexp.QuoteMeta(dependency)+`"\s*:`)
}

// project gives the first file of some kind.
func (f folder) project(ext string) string {
	text := ""
	f.walk(func(name string) bool {
		if path.Ext(name) == ext {
			text = f.read(name)
		}
		return text != ""
	})
	return text
}

var railsHealthRoute = regexp.MustCompile(`(?m)^\s*get\s*\(?\s*["']([\w/.-]+)["']\s*(?:=>|,\s*to:)\s*["']rails/health#show["']`)

func railsHealth(f folder) string {
	if m := railsHealthRoute.FindStringSubmatch(f.read("config/routes.rb")); m != nil {
		return "/" + strings.TrimLeft(m[1], "/")
	}
	return ""
}

var laravelHealthOption = regexp.MustCompile(`health:\s*["']([^"']+)["']`)

func laravelHealth(f folder) string {
	if m := laravelHealthOption.FindStringSubmatch(f.read("bootstrap/app.php")); m != nil {
		return "/" + strings.TrimLeft(m[1], "/")
	}
	return ""
}

// nextHealth finds a route by the place of its file.
func nextHealth(f folder) string {
	for _, route := range []string{"api/health", "api/healthz", "api/healthcheck", "api/up", "health", "healthz", "up"} {
		for _, top := range []string{"app/", "src/app/"} {
			if f.first(top+route+"/route.ts", top+route+"/route.js", top+route+"/route.tsx") != "" {
				return "/" + route
			}
		}
		for _, top := range []string{"pages/", "src/pages/"} {
			if f.first(top+route+".ts", top+route+".js", top+route+".tsx", top+route+"/index.ts", top+route+"/index.js") != "" {
				return "/" + route
			}
		}
	}
	return ""
}

func springHealth(f folder) string {
	if mentions(f.read("pom.xml")+f.read("build.gradle")+f.read("build.gradle.kts"), `spring-boot-starter-actuator`) {
		return "/actuator/health"
	}
	return ""
}

var railsFolder = regexp.MustCompile(`(?m)^\s*WORKDIR\s+["']?(/[\w./-]+)`)

// rails keeps what a Rails app writes to its folder storage, where SQLite and uploads
// lie, and bridges its assets.
func (f folder) rails(p *Project) {
	dockerfile := f.read("Dockerfile")
	m := railsFolder.FindStringSubmatch(dockerfile)
	if p.Framework != "Rails" || m == nil {
		return
	}
	if f.isDir("storage") && len(p.Volumes) == 0 {
		p.Volumes = []string{p.Name + "-storage:" + m[1] + "/storage"}
	}
	if strings.Contains(dockerfile, "assets:precompile") {
		p.Assets = m[1] + "/public/assets"
	}
}
