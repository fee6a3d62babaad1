package e2e_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/playground"
)

// through gives a transport that connects to this host whatever name is asked for.
func through(host *playground.Host) *http.Transport {
	return &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, net.JoinHostPort(host.Address, port))
	}}
}

// ask asks for a page over a transport, and gives status and text. It follows no redirect.
func ask(t *testing.T, transport *http.Transport, url string) (int, string) {
	t.Helper()
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	return response.StatusCode, strings.TrimSuffix(string(text), "\n")
}

// wantPage checks status and text of a page.
func wantPage(t *testing.T, transport *http.Transport, url string, status int, text string) {
	t.Helper()
	gotStatus, got := ask(t, transport, url)
	if gotStatus != status || !strings.Contains(got, text) {
		t.Errorf("%s answers %d %q, want %d %q", url, gotStatus, got, status, text)
	}
}

// eventually waits until check holds, for as long as anything in a test may take.
func eventually(t *testing.T, what string, check func() bool) {
	t.Helper()
	end := time.After(patience)
	for pause := time.NewTicker(100 * time.Millisecond); !check(); {
		select {
		case <-end:
			t.Fatalf("waited %s: %s", patience, what)
		case <-pause.C:
		}
	}
}
