package hostcmd_test

import (
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestUploadDirectory_KeepsFoldersOpen(t *testing.T) {
	c := load(t, small+"accessories: {db: {image: a, host: 192.0.2.1}}\n")
	a := hostcmd.NewAccessory(c, c.Accessory("db"), "192.0.2.1")
	for mode, want := range map[string]string{"": "0755", "0640": "0750", "600": "0700", "u=rw": "u=rw"} {
		got := a.UploadDirectory(config.Mount{Remote: "/x", Mode: mode}).String()
		if !strings.Contains(got, "-type d -exec chmod "+want+" ") {
			t.Errorf("mode %q: %s", mode, got)
		}
	}
}
