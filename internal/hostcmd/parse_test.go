package hostcmd_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/sources"
)

// parsers are all functions that read what a host prints, those inside included.
var parsers = map[string]func(output string){
	"ParseAccount":       func(s string) { _ = hostcmd.ParseAccount(s).MayBeRoot() },
	"ParseAudit":         func(s string) { hostcmd.ParseAudit(s) },
	"ParseBootConfig":    func(s string) { hostcmd.ParseBootConfig(s) },
	"ParseBuilders":      func(s string) { hostcmd.ParseBuilders(s) },
	"ParseContainerList": func(s string) { hostcmd.ParseContainerList(s) },
	"ParseImageList":     func(s string) { hostcmd.ParseImageList(s) },
	"ParseDockerState":   func(s string) { _ = hostcmd.ParseDockerState(s).String() },
	"ParseLife":          func(s string) { l, _ := hostcmd.ParseLife(s); _ = l.String() },
	"ParseLock":          func(s string) { hostcmd.ParseLock(s) },
	"ParseNeighbours":    func(s string) { hostcmd.ParseNeighbours(s) },
	"ParseNetworks":      func(s string) { hostcmd.ParseNetworks(s) },
	"ParseOldProxy":      func(s string) { _ = hostcmd.ParseOldProxy(s) },
	"ParseProbe":         func(s string) { hostcmd.ParseProbe(s).Proxies.Version() },
	"ParseProxies":       func(s string) { hostcmd.ParseProxies(s).Version() },
	"ParseProxyList":     func(s string) { hostcmd.ParseProxyList(s) },
	"ParseState":         func(s string) { hostcmd.ParseState(s) },
	"ParseStates":        func(s string) { hostcmd.ParseStates(s) },
	"ParseStatus":        func(s string) { hostcmd.ParseStatus(s) },
	"ParseStillRunning":  func(s string) { hostcmd.ParseStillRunning(s) },
	"ParseSurvey":        func(s string) { hostcmd.ParseSurvey(s) },
	"ParseMachine":       func(s string) { hostcmd.ParseMachine(s) },
	"ParseTraefikState":  func(s string) { hostcmd.ParseTraefikState(s) },
}

func TestParsers_AreAllOfThePackage(t *testing.T) {
	var want, got []string
	for _, file := range sources.Parse(t, token.NewFileSet(), ".") {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Parse") {
				want = append(want, f.Name.Name)
			}
		}
	}
	for name := range parsers {
		got = append(got, name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the fuzz target lacks some, or has some too many (-package +target):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "\n", " ", "held\nbm90\n", "free\n", "existing web 1 2\nlatest web 1 2\n", "labelled network=bridge network=kamal \n",
		"docker 28.0.0\nproxy kamal-proxy basecamp/kamal-proxy:v0.9.2\ndisk 1234\nport 80\n", "kamal-proxy x:v0.9.2\ntraefik traefik:v2.10\n",
		"running 0 1", "running 99999999999999999999 -1", "healthy 3\n", "still shop-web-1\n", "x86_64\n", `{"Image":"p","HostConfig":{"NetworkMode":"kamal","PortBindings":{"80/tcp":[{"HostPort":"80"}]}}}`, "user deploy\nrights sudo\nmember\nline x\n", "Service Host Target State TLS\nshop app a:80 running no\n",
		`{"RestartCount":1,"State":{"Status":"exited","ExitCode":1,"Health":{"Log":[{"Output":"no"}]}}}`, `{"State":null}`, "[]", "null",
		"docker\t1\nnetwork\tkamal\ncontainer\ta\tb\tc\td\n", "\t\t\t\t\t\t\t\n", "\r\n\x00\xff\x1b[2J",
		"CONTAINER ID   IMAGE   NAMES\n4f3c   …   x\n", "REPOSITORY   TAG\na\n", "[2026-01-02T03:04:05Z] [ann] [web] Booted\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, output string) {
		for _, parse := range parsers {
			parse(output)
		}
	})
}
