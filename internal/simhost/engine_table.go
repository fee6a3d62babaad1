package simhost

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/kamal-go/kamal/internal/minishell"
)

// table makes what a command prints a table, as docker lays it out where nothing
// is said about the format. Its cells come with tabs between them.
func table(c minishell.Call, headings ...string) (inTable minishell.Call, flush func()) {
	w := tabwriter.NewWriter(c.Stdout, 10, 1, 3, ' ', 0)
	fmt.Fprintln(w, strings.Join(headings, "\t"))
	c.Stdout = w
	return c, func() { _ = w.Flush() } // a reader that went away is no trouble of docker's
}

// since is docker's word for the state of a container, and how long it is in it.
func (x *container) since() string {
	switch x.state {
	case "running":
		return "Up " + age(x.began)
	case "exited", "restarting":
		return fmt.Sprintf("%s (%d) %s ago", strings.ToUpper(x.state[:1])+x.state[1:], x.exitCode, age(x.began))
	}
	return strings.ToUpper(x.state[:1]) + x.state[1:]
}

// age is how long ago something was, as docker says it.
func age(at time.Time) string {
	switch d := time.Since(at); {
	case d < time.Second:
		return "Less than a second"
	case d < 2*time.Minute:
		return fmt.Sprintf("%d seconds", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	default:
		return fmt.Sprintf("%d hours", int(d.Hours()))
	}
}
