package e2e_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/playground"
	"github.com/kamal-go/kamal/internal/playground/load"
)

func TestCertificate_OwnOneAnswersAndSoDoErrorPages(t *testing.T) {
	a := newApp(t)
	certificate, key := newCertificate(t, "app.example.com")
	a.commitFiles(t, map[string]string{
		".kamal/secrets": "REGISTRY_PASSWORD=x\nAPP_SECRET=x\nCERTIFICATE=\"" + certificate + "\"\nKEY=\"" + key + "\"\n",
		"pages/503.html": "<h1>Closed: {{ .Message }}</h1>\n",
	})
	version := a.change(t, "proxy:\n", `error_pages_path: pages
proxy:
  host: app.example.com
  ssl:
    certificate_pem: CERTIFICATE
    private_key_pem: KEY
`)
	a.run(t, "setup")
	trust := x509.NewCertPool()
	trust.AppendCertsFromPEM([]byte(certificate))
	secure := func(host *playground.Host) *http.Transport {
		transport := through(host)
		transport.TLSClientConfig = &tls.Config{RootCAs: trust}
		return transport
	}
	const page = "https://app.example.com/"
	for _, host := range a.Hosts {
		wantPage(t, secure(host), page, 200, version)
		wantPage(t, secure(host), "http://app.example.com/", http.StatusMovedPermanently, "")
		if modes := onHost(t, host, "stat -c %a .kamal/proxy/apps-config/shop/tls/web/*"); modes != "644\n644" {
			t.Errorf("%s: modes of certificate and key: %q", host.Name, modes)
		}
	}

	t.Log("closed and opened while clients keep asking")
	first := a.Hosts[0]
	running := load.StartOver(t.Context(), secure(first), page, page+"slow?ms=300")
	a.run(t, "app", "maintenance", "--message", "back at <noon>")
	for _, host := range a.Hosts {
		wantPage(t, secure(host), page, 503, "<h1>Closed: back at &lt;noon&gt;</h1>")
	}
	report := running.Stop()
	for _, text := range report.Errors {
		if !strings.Contains(text, "answered 503") {
			t.Errorf("a request failed under maintenance: %s", text)
		}
	}
	a.run(t, "app", "live")
	for _, host := range a.Hosts {
		wantPage(t, secure(host), page, 200, version)
	}

	running = load.StartOver(t.Context(), secure(first), page)
	version = a.commit(t, func(ctx context.Context) error {
		return a.Commit(ctx, map[string]string{"pages/503.html": "<h1>Really closed</h1>\n"})
	})
	a.run(t, "deploy")
	wantNoFailure(t, running.Stop())
	wantPage(t, secure(first), page, 200, version)
	a.run(t, "app", "maintenance")
	wantPage(t, secure(first), page, 503, "<h1>Really closed</h1>")
	if pages := onHost(t, first, "ls .kamal/proxy/apps-config/shop/error_pages"); pages != version {
		t.Errorf("error pages are kept for %q, want %q", pages, version)
	}
}

// newCertificate makes a certificate that is its own authority, and its key.
func newCertificate(t *testing.T, name string) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), DNSNames: []string{name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}))
}
