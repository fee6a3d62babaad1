package advice

import (
	"errors"
	"os/exec"
	"regexp"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/kamal"
)

// said are words of programs, and what to do about them. Docker's own words stay
// above; these say what they mean here.
var said = []struct {
	words []string
	next  func(trouble) next
}{
	{[]string{"port is already allocated", "address already in use"}, trouble.portTaken},
	{[]string{"toomanyrequests"}, func(t trouble) next {
		return next{"the registry gives no more to strangers for now; with a login it gives more", t.kamal("registry login")}
	}},
	{[]string{"exec format error", "no matching manifest for"}, func(t trouble) next {
		return next{"the image is for another processor than the server has; say which in builder/arch", "kamal docs builder"}
	}},
	{[]string{"and the image is built for"}, func(trouble) next {
		return next{"build it for each architecture that the servers have, in builder/arch", "kamal docs builder"}
	}},
	{[]string{"manifest unknown", "manifest for", "not found: manifest"}, trouble.noImage},
	{[]string{"unauthorized", "incorrect username or password", "authentication required", "access denied", "requested access to the resource is denied", "no basic auth credentials", "403 forbidden"}, trouble.loginRefused},
	{[]string{"is already in use by container"}, func(t trouble) next {
		return next{"which containers are there", t.kamal("app containers", only(t.hosts)...)}
	}},
	{[]string{"network kamal not found"}, func(t trouble) next {
		return next{"what every server needs is missing; make it", t.kamal("server bootstrap", only(t.hosts)...)}
	}},
	{[]string{"carries the label service="}, func(t trouble) next {
		return next{"build it with the label, under a version of its own", t.kamal("deploy", "--version", "NEW")}
	}},
	{[]string{"run `kamal proxy reboot`"}, func(t trouble) next {
		return next{"start the newer proxy, which interrupts requests for a moment", t.kamal("proxy reboot", only(t.hosts)...)}
	}},
	{[]string{"nothing came of it within", "took longer than"}, func(t trouble) next {
		return next{"it was given up after that time; what runs there now", t.kamal("details", only(t.hosts)...)}
	}},
	{[]string{"and type:"}, func(t trouble) next { return next{"once that was typed there, go on", t.again()} }},
	{[]string{"git repository", "dubious ownership"}, func(t trouble) next { return next{"what git says", "git status"} }},
}

// ofWords is about what programs said.
func (t trouble) ofWords() *next {
	if !isA[*kamal.CommandError](t.err) && !isA[*kamal.BuildError](t.err) && !isA[*kamal.RegistryError](t.err) && !isA[*kamal.HostError](t.err) {
		return nil
	}
	if n := t.ofDocker(); n != nil {
		return n
	}
	for _, rule := range said {
		for _, words := range rule.words {
			if strings.Contains(t.said, words) {
				n := rule.next(t)
				return &n
			}
		}
	}
	if e, ok := errors.AsType[*exec.Error](t.err); ok {
		return &next{"it has to be on this machine's PATH; where it is", "command -v " + e.Name}
	}
	return t.registryAway()
}

// here reports whether the trouble is on this machine.
func (t trouble) here() bool { return len(t.hosts) == 0 }

// port is how docker names one that is taken.
var port = regexp.MustCompile(`(?i)(?::|port )(\d+)(?:/tcp)?(?:: bind)?(?: failed)?: (?:port is already allocated|address already in use)`)

func (t trouble) portTaken() next {
	look := "docker ps; ss -ltnp"
	if m := port.FindStringSubmatch(t.said); m != nil {
		look = "docker ps --filter publish=" + m[1] + "; ss -ltnp sport = :" + m[1]
	}
	if t.here() {
		return next{"something else has the port; what it is", look}
	}
	return next{"something else has the port there; what it is", t.on(t.hosts, look)}
}

func (t trouble) noImage() next {
	const skip = "--skip-push"
	if slices.Contains(t.Options, skip) {
		return next{"nobody has pushed this version; build and push it too", t.without(skip)}
	}
	return next{"the registry has no such image; build and push it", t.kamal("build push")}
}

func (t trouble) loginRefused() next {
	return next{"the registry refuses user or password; where they come from", t.kamal("secrets check")}
}

// away are words for a registry that gives no answer.
var away = []string{"no such host", "connection refused", "i/o timeout", "tls handshake timeout", "x509:", "network is unreachable", "server misbehaving", "context deadline exceeded"}

func (t trouble) registryAway() *next {
	e, ok := errors.AsType[*kamal.RegistryError](t.err)
	if !ok {
		return nil
	}
	for _, words := range away {
		if !strings.Contains(t.said, words) {
			continue
		}
		look := "docker login" // docker's own registry says the rest
		if e.Server != "" {
			look = "curl -sSI https://" + e.Server + "/v2/"
		}
		if t.here() {
			return &next{"the registry does not answer; how it looks from here", look}
		}
		return &next{"the registry does not answer; how it looks from there", t.on(t.hosts, look)}
	}
	return nil
}
