package visit_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/visit"
	"github.com/kamal-go/kamal/kamal/config"
)

// at gives the address of a server here, under some name.
func at(t *testing.T, server *httptest.Server, name string) visit.Address {
	t.Helper()
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(u.Port())
	return visit.Address{URL: url.URL{Scheme: u.Scheme, Host: name + ":" + u.Port(), Path: "/"}, Server: "127.0.0.1", Port: port}
}

func TestVisit_SaysWhatIsInTheWay(t *testing.T) {
	moved := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) })
	plain, secure, gone := httptest.NewServer(moved), httptest.NewTLSServer(moved), httptest.NewServer(moved)
	defer plain.Close()
	defer secure.Close()
	gone.Close()
	for name, c := range map[string]struct {
		address visit.Address
		want    string
	}{
		"it answers":           {at(t, plain, "127.0.0.1"), "http://127.0.0.1:PORT answers 302"},
		"no name":              {at(t, plain, "nowhere.invalid"), "http://nowhere.invalid:PORT at 127.0.0.1 answers 302, but nowhere.invalid has no address: let it point to 127.0.0.1"},
		"nobody there":         {at(t, gone, "127.0.0.1"), "http://127.0.0.1:PORT does not answer yet: port PORT of 127.0.0.1 can't be reached from here (connection refused): let it through the firewall"},
		"a strange authority":  {at(t, secure, "127.0.0.1"), "https://127.0.0.1:PORT does not answer yet: its certificate is not trusted here: x509: certificate signed by unknown authority"},
		"the name of another":  {elsewhere(at(t, plain, "127.0.0.1")), "http://127.0.0.1:PORT answers 302"},
		"the name is for gone": {elsewhere(at(t, gone, "127.0.0.1")), "http://127.0.0.1:PORT does not answer yet: 127.0.0.1 points to 127.0.0.1, and not to 127.0.0.2"},
	} {
		got := strings.ReplaceAll(c.address.Visit(t.Context()).String(), strconv.Itoa(c.address.Port), "PORT")
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func elsewhere(a visit.Address) visit.Address {
	a.Server = "127.0.0.2"
	return a
}

// What ends a handshake is what kamal-proxy does before it has a certificate.
func TestVisit_KnowsACertificateThatIsPending(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = c.Read(make([]byte, 1<<12))
			_, _ = c.Write([]byte{21, 3, 3, 0, 2, 2, 80}) // alert: internal error
			_ = c.Close()
		}
	}()
	port := l.Addr().(*net.TCPAddr).Port
	a := visit.Address{URL: url.URL{Scheme: "https", Host: l.Addr().String(), Path: "/"}, Server: "127.0.0.1", Port: port}
	if got := a.Visit(t.Context()).String(); !strings.Contains(got, "its certificate is not there yet") {
		t.Errorf("it says %q", got)
	}
}

func TestVisit_EndsInTime(t *testing.T) {
	stuck := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer stuck.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if f := at(t, stuck, "127.0.0.1").Visit(ctx); f.Problem == "" || f.Status != 0 {
		t.Errorf("got %v", f)
	}
}

func TestOf_IsWhereUsersFindTheApp(t *testing.T) {
	for proxy, want := range map[string]string{
		"proxy: {ssl: true, host: example.com}":         "https://example.com:443/",
		"proxy: {host: example.com, path_prefix: /api}": "http://example.com:80/api",
		"proxy: {}": "http://192.0.2.1:80/",
		"proxy: {host: example.com, run: {http_port: 8080}}": "http://example.com:8080:8080/",
		"proxy: {hosts: ['*.example.com', example.com]}":     "http://example.com:80/",
		"proxy: {hosts: ['*.example.com']}":                  "",
		"proxy: {run: {publish: false}}":                     "",
		"traefik: {}":                                        "",
	} {
		cfg, err := config.Parse(t.Context(), "service: a\nimage: a\nservers: [192.0.2.1]\nbuilder: {arch: amd64}\nregistry: {server: localhost:5555}\n"+proxy,
			config.Options{Version: "1"})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if a, ok := visit.Of(cfg); ok {
			got = a.URL.Scheme + "://" + a.URL.Host + ":" + strconv.Itoa(a.Port) + a.URL.Path
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", proxy, got, want)
		}
	}
}
