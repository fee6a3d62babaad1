package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/internal/cmdline"
	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
)

// Examples stand for what nobody has said.
const (
	exampleHost   = "192.0.2.1"
	exampleDomain = "app.example.com"
)

// answer takes the answers from the options, or asks for them where somebody can
// answer, and checks them.
func (n *newProject) answer() error {
	if screen.IsTerminal(n.in.stdin) {
		return inTurn(n.askHosts, n.askDomain, n.askRegistry)
	}
	n.madeUp = n.asked.Host == ""
	if n.madeUp {
		n.asked.Host, n.asked.Domain = exampleHost, cmp.Or(n.asked.Domain, exampleDomain)
	}
	err := inTurn(
		func() error { return n.setHosts(n.asked.Host) },
		func() error { return n.setDomain(n.asked.Domain) },
		func() error { return n.setRegistry(n.asked.Registry) },
	)
	if err != nil || n.madeUp {
		return err
	}
	for _, problem := range append(n.checkHosts(), n.checkDomain()...) {
		n.Event(kamal.Warning{Text: problem})
	}
	return nil
}

func inTurn(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (n *newProject) askHosts() error {
	return n.askUntil("Server, as [USER@]HOST: ", n.asked.Host, n.setHosts, n.checkHosts)
}

func (n *newProject) askDomain() error {
	return n.askUntil("Domain, or nothing for the address of the server: ", n.asked.Domain, n.setDomain, n.checkDomain)
}

func (n *newProject) askRegistry() error {
	return n.askUntil("Registry, as SERVER/NAME, or nothing for none: ", n.asked.Registry, n.setRegistry, func() []string { return nil })
}

// askUntil puts a question until the answer can be taken, unless an option has
// answered it. What a check finds may be right all the same. The screen is not
// paused while it checks, for to log in may take a question too.
func (n *newProject) askUntil(question, given string, set func(string) error, check func() []string) error {
	for ; ; given = "" {
		text := given
		if text == "" {
			err := n.paused(func() (err error) { text, err = n.prompt(n.ctx, question); return err })
			if err != nil {
				return err
			}
		}
		if problem := set(text); problem != nil {
			_ = n.paused(func() error { fmt.Fprintln(n.in.stderr, problem); return nil })
			continue
		}
		found := check()
		if len(found) == 0 {
			return nil
		}
		var keep bool
		err := n.paused(func() (err error) {
			fmt.Fprintln(n.in.stderr, strings.Join(found, "\n"))
			keep, err = n.ask(n.ctx, "Take it all the same?")
			return err
		})
		if keep || err != nil {
			return err
		}
	}
}

// paused asks while nothing else is shown. When the input ends, nobody has answered.
func (n *newProject) paused(ask func() error) (err error) {
	n.screen.Pause(func() { err = ask() })
	if errors.Is(err, io.EOF) {
		return &cmdline.UsageError{
			Msg:    "the question was not answered, for the input has ended: nothing was created",
			Advice: "options answer too: kamal init --host HOST --domain NAME --registry none",
		}
	}
	return err
}

var (
	hostText   = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$`)
	domainText = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)
)

func (n *newProject) setHosts(text string) error {
	n.answers.Hosts, n.answers.User = nil, ""
	for _, host := range commaList(text) {
		if user, rest, found := strings.Cut(host, "@"); found {
			if n.answers.User != "" && n.answers.User != user {
				return wrongAnswer("%s and %s: the same user has to log in on all servers", n.answers.User, user)
			}
			n.answers.User, host = user, rest
		}
		if !hostText.MatchString(host) && net.ParseIP(host) == nil {
			return wrongAnswer("%q is no name or address of a server", host)
		}
		n.answers.Hosts = append(n.answers.Hosts, host)
	}
	if len(n.answers.Hosts) == 0 {
		return wrongAnswer("a server is needed: its name or address")
	}
	return nil
}

func (n *newProject) setDomain(text string) error {
	text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(text), "https://"), "http://"), "/")
	if text != "" && !domainText.MatchString(text) {
		return wrongAnswer("%q is no domain", text)
	}
	n.answers.Domain = text
	return nil
}

var registryText = regexp.MustCompile(`^([\w.-]+@)?[A-Za-z0-9][A-Za-z0-9.:-]*(/[a-z0-9._-]+)*$`)

func (n *newProject) setRegistry(text string) error {
	text = strings.TrimSuffix(strings.TrimSpace(text), "/")
	if strings.EqualFold(text, "none") {
		text = ""
	}
	if text != "" && !registryText.MatchString(text) {
		return wrongAnswer("%q is no registry: it is written [USER@]SERVER[/NAME]", text)
	}
	n.answers.Registry = text
	return nil
}

func wrongAnswer(format string, args ...any) error {
	return &cmdline.UsageError{Msg: fmt.Sprintf(format, args...)}
}
