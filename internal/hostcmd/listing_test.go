package hostcmd_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
)

func TestParseContainerList(t *testing.T) {
	const output = "WARNING: something odd\n" +
		"CONTAINER ID   IMAGE                              COMMAND                  CREATED        STATUS                    PORTS                                        NAMES\n" +
		"4f3c0a1b2c3d   registry.example.com/acme/shop:1   \"/bin/sh -c 'sleep i…\"   2 hours ago    Up 2 hours (healthy)      0.0.0.0:80->80/tcp, [::]:80->80/tcp          shop-web-1\n" +
		"a1b2c3d4e5f6   postgres:17                        \"docker-entrypoint.s…\"   3 months ago   Exited (137) 2 days ago                                                shop-db,other/alias\n"
	want := []commands.ListedContainer{
		{
			ID: "4f3c0a1b2c3d", Names: "shop-web-1", Image: "registry.example.com/acme/shop:1", Command: "/bin/sh -c 'sleep i…",
			Created: "2 hours ago", Status: "Up 2 hours (healthy)", Ports: "0.0.0.0:80->80/tcp, [::]:80->80/tcp",
		},
		{
			ID: "a1b2c3d4e5f6", Names: "shop-db,other/alias", Image: "postgres:17", Command: "docker-entrypoint.s…",
			Created: "3 months ago", Status: "Exited (137) 2 days ago",
		},
	}
	if diff := cmp.Diff(want, hostcmd.ParseContainerList(output)); diff != "" {
		t.Error(diff)
	}
	if got := hostcmd.ParseContainerList("CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES\n"); len(got) > 0 {
		t.Errorf("an empty table has %v", got)
	}
}

func TestParseImageList(t *testing.T) {
	for name, c := range map[string]struct {
		output string
		want   []commands.ListedImage
	}{
		"before docker 29": {
			"REPOSITORY                       TAG       IMAGE ID       CREATED        SIZE\n" +
				"registry.example.com/acme/shop   latest    4f3c0a1b2c3d   2 hours ago    123MB\n" +
				"registry.example.com/acme/shop   <none>    a1b2c3d4e5f6   3 months ago   1.2GB\n",
			[]commands.ListedImage{
				{ID: "4f3c0a1b2c3d", Name: "registry.example.com/acme/shop:latest", Created: "2 hours ago", Size: "123MB"},
				{ID: "a1b2c3d4e5f6", Name: "registry.example.com/acme/shop:<none>", Created: "3 months ago", Size: "1.2GB"},
			},
		},
		"docker 29": {
			"IMAGE                                   ID             DISK USAGE   CONTENT SIZE   EXTRA\n" +
				"registry.example.com/acme/shop:latest   4f3c0a1b2c3d        123MB         40.1MB   U\n",
			[]commands.ListedImage{{ID: "4f3c0a1b2c3d", Name: "registry.example.com/acme/shop:latest", Size: "123MB"}},
		},
		"nothing": {"", nil},
	} {
		if diff := cmp.Diff(c.want, hostcmd.ParseImageList(c.output)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
