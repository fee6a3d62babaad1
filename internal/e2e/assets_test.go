package e2e_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/kamal-go/kamal/internal/playground"
	"github.com/kamal-go/kamal/internal/playground/load"
)

const dockerfileWithAssets = `FROM scratch
COPY app /bin/app
COPY assets /assets
ENV PATH=/bin
CMD ["app"]
`

func TestAssets_OfOldAndNewVersionAreServed(t *testing.T) {
	a := newApp(t)
	host := a.Hosts[0]
	page := "http://" + host.Address
	first := append(a.oneHost(host), "service: shop\n", "service: shop\nasset_path: /assets\n")
	a.commitFiles(t, map[string]string{
		"Dockerfile": dockerfileWithAssets, "assets/app-1.css": "first\n", "assets/same.css": "same, by the first\n",
	})
	a.change(t, first...)
	a.run(t, "setup")
	wantAssets(t, host, map[string]string{"app-1.css": "first", "same.css": "same, by the first"})

	running := load.Start(t.Context(), page+"/assets/app-1.css")
	if err := os.Remove(filepath.Join(a.Dir, "assets", "app-1.css")); err != nil {
		t.Fatal(err)
	}
	second := a.commitFiles(t, map[string]string{"assets/app-2.css": "second\n", "assets/same.css": "same, by the second\n"})
	a.run(t, "deploy")
	wantNoFailure(t, running.Stop())
	wantAssets(t, host, map[string]string{"app-1.css": "first", "app-2.css": "second", "same.css": "same, by the second"})
	if kept := onHost(t, host, "ls .kamal/apps/shop/assets/extracted .kamal/apps/shop/assets/volumes"); kept !=
		".kamal/apps/shop/assets/extracted:\nweb-"+second+"\n\n.kamal/apps/shop/assets/volumes:\nweb-"+second {
		t.Errorf("assets are kept of\n%s\nwant those of %s", kept, second)
	}

	// Two versions on, the first one's are gone.
	a.commit(t, func(ctx context.Context) error { return a.Commit(ctx, nil) })
	a.run(t, "deploy")
	wantPage(t, through(host), page+"/assets/app-2.css", 200, "second")
	wantPage(t, through(host), page+"/assets/app-1.css", 404, "")
}

// wantAssets checks what a host serves as assets.
func wantAssets(t *testing.T, host *playground.Host, files map[string]string) {
	t.Helper()
	for name, text := range files {
		wantPage(t, through(host), "http://"+host.Address+"/assets/"+name, 200, text)
	}
}
