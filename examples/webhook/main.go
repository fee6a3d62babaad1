// Webhook deploys tags: a forge tells it of each, as {"ref": "refs/tags/v1.2"}, and the
// image of that version, which CI has pushed, goes to the hosts.
//
//	TOKEN=secret webhook 127.0.0.1:9000
package main

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/project"
)

func main() {
	log.Fatal(http.ListenAndServe(os.Args[1], &hook{token: os.Getenv("TOKEN")}))
}

type hook struct {
	token string
	mu    sync.Mutex // one deploy after the other
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.token == "" || subtle.ConstantTimeCompare([]byte(r.Header.Get("X-Token")), []byte(h.token)) != 1 {
		http.Error(w, "who are you?", http.StatusForbidden)
		return
	}
	var push struct{ Ref string }
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&push)
	tag, ok := strings.CutPrefix(push.Ref, "refs/tags/")
	if err != nil || !ok || config.Version(tag).Check() != nil {
		http.Error(w, "no tag that can be deployed", http.StatusBadRequest)
		return
	}
	if err = h.deploy(context.WithoutCancel(r.Context()), config.Version(tag)); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	} else {
		fmt.Fprintf(w, "%s is deployed\n", tag)
	}
}

func (h *hook) deploy(ctx context.Context, v config.Version) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, err := project.Open(ctx, project.Options{Config: config.Options{Version: v}})
	if err != nil {
		return err
	}
	defer p.Close()
	return p.Deploy(ctx, kamal.DeployOptions{SkipPush: true})
}
