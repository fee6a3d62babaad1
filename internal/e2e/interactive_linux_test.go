package e2e_test

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestInteractive_InATerminal(t *testing.T) {
	a := newApp(t)
	// The system's ssh doesn't look at HOME, so it has to be told where its files are.
	files := filepath.Join(filepath.Dir(ground.KeyFile), "config")
	a.change(t, "service: shop\n", "service: shop\nssh:\n  config: "+files+"\n")
	a.run(t, "setup")

	for _, how := range [][]string{{"app", "exec", "-i", "--reuse"}, {"app", "exec", "-i"}} {
		t.Run(strings.Join(how, "_"), func(t *testing.T) {
			x := inTerminal(t, a.command(t.Context(), append(how, "-e", "WHO:a stranger", "--", "app shell")...), 33, 111)
			x.wantShown(t, "terminal: true")
			x.types(t, "hello there")
			x.wantShown(t, `heard "hello there"`)
			x.types(t, "env WHO")
			x.wantShown(t, `WHO is "a stranger"`)
			x.types(t, "env GREETING")
			x.wantShown(t, `GREETING is "hello"`)
			x.wantSize(t, "size: 33 rows, 111 columns")
			x.Resize(t, 44, 77)
			x.wantSize(t, "size: 44 rows, 77 columns")
			x.types(t, "exit 7")
			x.ends(t, 7)
		})
	}
	if left := onHost(t, a.Hosts[0], "docker ps -aq --filter name=exec"); left != "" {
		t.Errorf("a command's container is left: %q", left)
	}

	t.Run("server_exec_-i", func(t *testing.T) {
		x := inTerminal(t, a.command(t.Context(), "server", "exec", "-i", "sh"), 33, 111)
		x.types(t, "echo on $(hostname), $(stty size)")
		x.wantShown(t, "on "+a.Hosts[0].Name+", 33 111")
		x.types(t, "exit 9")
		x.ends(t, 9)
	})

	t.Run("no_terminal", func(t *testing.T) {
		cmd := a.command(t.Context(), "app", "exec", "-i", "--reuse", "app shell")
		cmd.Stdin = strings.NewReader("piped\nexit 3\n")
		text, err := cmd.Output()
		wantStatus(t, 3, err, string(text))
		if want := "terminal: false\nheard \"piped\"\n"; string(text) != want {
			t.Errorf("it printed %q, want %q", text, want)
		}
	})
}
