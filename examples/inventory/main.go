// Inventory asks every host one question, given as a command line, and prints
// the answers side by side:
//
//	inventory docker --version
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/project"
)

func main() {
	if err := ask(context.Background(), strings.Join(os.Args[1:], " ")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func ask(ctx context.Context, question string) error {
	p, err := project.Open(ctx, project.Options{})
	if err != nil {
		return err
	}
	defer p.Close()
	answers, err := p.Server().Exec(ctx, kamal.ExecOptions{Command: question})
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, a := range answers {
		fmt.Fprintf(w, "%s\t%s\n", a.Host, strings.ReplaceAll(a.Text, "\n", " "))
	}
	w.Flush()
	return err
}
