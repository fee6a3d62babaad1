package socket_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/playground/socket"
)

func TestSocket_AnswersUntilItIsClosed(t *testing.T) {
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		socket.Serve(w, r, strings.ToUpper)
		close(ended)
	}))
	defer server.Close()
	client, err := socket.Dial(t.Context(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"one", "", strings.Repeat("x", 125)} {
		if got, err := client.Ask(text); got != strings.ToUpper(text) || err != nil {
			t.Errorf("asked %q it answers %q, %v", text, got, err)
		}
	}
	if err := client.Close(); err != nil {
		t.Error(err)
	}
	<-ended
}

func TestDial_RefusesWhatIsNoSocket(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	if client, err := socket.Dial(t.Context(), server.URL); err == nil {
		t.Errorf("opened %v", client)
	}
}
