package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// migrate is a hook that calls kamal, as hooks that migrate databases do.
const migrate = `#!/bin/sh
set -e
{
	echo "lock: $KAMAL_LOCK"
	kamal app exec --primary --version "$KAMAL_VERSION" "app echo migrated to $KAMAL_VERSION"
	kamal prune containers
	kamal lock status
} >"hook-$KAMAL_COMMAND.txt" 2>&1
`

func TestHooks_CallKamalDuringADeploy(t *testing.T) {
	a := newApp(t)
	a.env = []string{"PATH=" + filepath.Dir(a.kamal) + ":" + os.Getenv("PATH")}
	host := a.Hosts[0]
	a.change(t, a.oneHost(host)...)
	version := a.commitFiles(t, map[string]string{".kamal/hooks/pre-deploy": migrate, ".gitignore": "app\nhook-*\n"})
	for _, command := range []string{"setup", "deploy", "redeploy"} {
		a.run(t, command)
		text, err := os.ReadFile(filepath.Join(a.Dir, "hook-"+command+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"lock: true\n", "migrated to " + version, "Automatic deploy lock"} {
			if !strings.Contains(string(text), want) {
				t.Errorf("during %s the hook printed\n%s\nwant %q", command, text, want)
			}
		}
	}
	wantServedOn(t, host, version)
	a.wantNoLock(t)

	t.Log("a hook that fails")
	a.commitFiles(t, map[string]string{".kamal/hooks/pre-deploy": "#!/bin/sh\nkamal app exec --reuse 'app nonsense'\n"})
	text := a.fails(t, hookFailed, "deploy")
	if !strings.Contains(text, `unknown command "nonsense"`) {
		t.Errorf("what the hook printed isn't shown: %s", text)
	}
	wantServedOn(t, host, version)
	a.wantNoLock(t)
}
