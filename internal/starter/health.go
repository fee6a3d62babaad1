package starter

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// sources are files in which routes are written.
var sources = []string{".rb", ".py", ".js", ".ts", ".mjs", ".cjs", ".tsx", ".go", ".php", ".ex", ".exs", ".rs", ".java", ".kt", ".cs", ".scala", ".clj", ".conf"}

// healthPaths are those that are usual, the likeliest first.
var healthPaths = []string{"up", "healthz", "health", "health_check", "healthcheck", "health-check", "api/health", "api/healthz", "livez", "readyz", "ping", "status", "alive"}

var routeText = regexp.MustCompile("[\"'` ]/?((?:api/)?[a-z_-]+)/?[\"'` ]")

// healthInSource finds a usual path that the source names as a route.
func (f folder) healthInSource() string {
	best := len(healthPaths)
	f.walk(func(name string) bool {
		if !slices.Contains(sources, path.Ext(name)) || isTest(name) {
			return false
		}
		for line := range strings.Lines(f.read(name)) {
			if !isRoute(line) {
				continue
			}
			for _, m := range routeText.FindAllStringSubmatch(line, -1) {
				if i := slices.Index(healthPaths, m[1]); i >= 0 {
					best = min(best, i)
				}
			}
		}
		return best == 0
	})
	if best == len(healthPaths) {
		return ""
	}
	return "/" + healthPaths[best]
}

// routing are words of lines that say what is answered under a path.
var routing = regexp.MustCompile(`(?i)\b(get|path|re_path|url|route|handle|handlefunc|match|all|use|mapget|maphealthchecks|location|getmapping|requestmapping)\b`)

func isRoute(line string) bool { return routing.MatchString(line) && !strings.Contains(line, "fetch(") }

func isTest(name string) bool {
	return strings.Contains(name, "test") || strings.Contains(name, "spec")
}
