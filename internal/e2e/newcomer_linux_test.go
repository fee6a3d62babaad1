package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNewcomer_IsAskedInATerminal(t *testing.T) {
	a := newApp(t)
	folder, err := ground.NewFolder()
	if err != nil {
		t.Fatal(err)
	}
	host := a.Hosts[1]
	a.Project = folder
	x := inTerminal(t, a.command(t.Context(), "init"), 33, 111)
	x.wantShown(t, "Server, as [USER@]HOST: ")
	x.types(t, "10.77.0.99")
	x.wantShown(t, "10.77.0.99 can't be reached")
	x.wantShown(t, "Take it all the same? [y/N] ")
	x.types(t, "n")
	x.types(t, host.Address)
	x.wantShown(t, "Domain, or nothing for the address of the server: ")
	x.types(t, "")
	x.wantShown(t, "Registry, as SERVER/NAME, or nothing for none: ")
	x.types(t, "")
	x.wantShown(t, "Next: kamal setup")
	x.ends(t, 0)

	before, err := os.ReadFile(filepath.Join(a.Dir, "config", "deploy.yml"))
	if err != nil || !strings.Contains(string(before), "  - "+host.Address+"\n") {
		t.Errorf("written is %v\n%s", err, before)
	}
	x = inTerminal(t, a.command(t.Context(), "init"), 33, 111)
	x.wantShown(t, "There is a config/deploy.yml already. Write it anew? [y/N] ")
	x.types(t, "")
	x.ends(t, 0)
	if after, _ := os.ReadFile(filepath.Join(a.Dir, "config", "deploy.yml")); string(after) != string(before) {
		t.Errorf("the configuration became\n%s", after)
	}
}
