// Command app is the web app that the demo and the end-to-end tests deploy. It is
// test equipment.
//
//	app            serve on $PORT, or 80
//	app worker     do nothing until told to stop
//	app echo WORD  print the words
//	app get URL    ask for a page; fail unless it is answered with 200
//	app shell      answer lines of input; see converse
//
// The server answers /up with 200, or with 503 if NEVER_HEALTHY is set, / with
// its version ($KAMAL_VERSION), /slow?ms=N with the version after N milliseconds,
// /env/NAME with a variable of its environment, and /assets/NAME with a file of
// that folder. /say?text=T prints T to its log. /socket answers each text of a WebSocket with
// the version. Told to stop it finishes what it has begun.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/kamal-go/kamal/internal/playground/socket"
)

const stopTimeout = 20 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	switch args := append(os.Args[1:], ""); args[0] {
	case "":
		serve(ctx)
	case "worker":
		log.Printf("worker of version %s", os.Getenv("KAMAL_VERSION"))
		<-ctx.Done()
	case "echo":
		fmt.Println(strings.Join(os.Args[2:], " "))
	case "get":
		get(ctx, args[1])
	case "shell":
		os.Exit(converse(os.Stdin, os.Stdout))
	default:
		log.Fatalf("unknown command %q", args[0])
	}
}

func serve(ctx context.Context) {
	server := &http.Server{Addr: ":" + cmp.Or(os.Getenv("PORT"), "80"), Handler: routes()}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		limited, cancel := context.WithTimeout(context.Background(), stopTimeout)
		defer cancel()
		stopped <- server.Shutdown(limited)
	}()
	log.Printf("serving version %s on %s", os.Getenv("KAMAL_VERSION"), server.Addr)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	if err := <-stopped; err != nil {
		log.Fatal(err)
	}
}

func routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /up", func(w http.ResponseWriter, _ *http.Request) {
		if os.Getenv("NEVER_HEALTHY") != "" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		wait, err := strconv.Atoi(r.FormValue("ms"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		select {
		case <-r.Context().Done():
		case <-time.After(time.Duration(wait) * time.Millisecond):
			version(w, r)
		}
	})
	mux.HandleFunc("GET /env/{name}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, os.Getenv(r.PathValue("name")))
	})
	mux.HandleFunc("GET /say", func(_ http.ResponseWriter, r *http.Request) {
		fmt.Println(r.FormValue("text"))
	})
	mux.HandleFunc("GET /socket", func(w http.ResponseWriter, r *http.Request) {
		socket.Serve(w, r, func(string) string { return os.Getenv("KAMAL_VERSION") })
	})
	mux.Handle("GET /assets/", http.FileServerFS(os.DirFS("/")))
	mux.HandleFunc("GET /{$}", version)
	return mux
}

func version(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintln(w, os.Getenv("KAMAL_VERSION"))
}
