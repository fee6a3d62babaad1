package visit

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Finding is what came of a visit.
type Finding struct {
	// Address is what was asked for.
	Address string
	// Status is what it answered; 0 when nothing did.
	Status int
	// Problem says what is in the way, and what to do; empty when it answers.
	Problem string
}

// String gives one line.
func (f Finding) String() string {
	switch {
	case f.Problem == "":
		return fmt.Sprintf("%s answers %d", f.Address, f.Status)
	case f.Status != 0:
		return fmt.Sprintf("%s answers %d, but %s", f.Address, f.Status, f.Problem)
	}
	return fmt.Sprintf("%s does not answer yet: %s", f.Address, f.Problem)
}

// Visit asks for the page, as long as ctx lets it. When nothing answers, it asks the
// server itself, past the names, to find out what is in the way.
func (a Address) Visit(ctx context.Context) Finding {
	f := Finding{Address: a.text()}
	status, err := a.get(ctx, "")
	if err == nil {
		f.Status = status
		return f
	}
	if ctx.Err() != nil {
		f.Problem = "nothing came in the time that was left to look"
		return f
	}
	names, servers := addresses(ctx, a.URL.Hostname()), addresses(ctx, a.Server)
	server := strings.Join(servers, ", ")
	elsewhere := len(servers) > 0 && !slices.ContainsFunc(names, func(n string) bool { return slices.Contains(servers, n) })
	if elsewhere && a.URL.Hostname() != a.Server {
		f.Status, _ = a.get(ctx, net.JoinHostPort(servers[0], strconv.Itoa(a.Port)))
		f.Problem = fmt.Sprintf("%s points to %s, and not to %s", a.URL.Hostname(), strings.Join(names, ", "), server)
		if len(names) == 0 {
			f.Problem = fmt.Sprintf("%s has no address: let it point to %s", a.URL.Hostname(), server)
		}
		if f.Status != 0 {
			f.Address += " at " + servers[0]
		}
		return f
	}
	f.Problem = a.obstacle(err)
	return f
}

// obstacle says what an error is about.
func (a Address) obstacle(err error) string {
	_, name := errors.AsType[*net.DNSError](err)
	_, wrong := errors.AsType[*tls.CertificateVerificationError](err)
	_, host := errors.AsType[x509.HostnameError](err)
	op, isOp := errors.AsType[*net.OpError](err)
	switch {
	case name:
		return fmt.Sprintf("%s has no address: let it point to %s", a.URL.Hostname(), a.Server)
	case wrong || host:
		return "its certificate is not trusted here: " + innermost(err)
	case isOp && op.Op == "remote error": // an alert of TLS
		return "its certificate is not there yet: the proxy gets it while it is asked for, try again in a minute"
	case isOp && op.Op == "dial":
		return fmt.Sprintf("port %d of %s can't be reached from here (%s): let it through the firewall", a.Port, a.Server, innermost(err))
	}
	return innermost(err)
}

func innermost(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}

// get asks for the page, of a server when there is one. A redirection is an answer.
func (a Address) get(ctx context.Context, server string) (int, error) {
	dialer := &net.Dialer{}
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		if server != "" {
			address = server
		}
		return dialer.DialContext(ctx, network, address)
	}}
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.URL.String(), nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("User-Agent", "kamal")
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	_, _ = io.CopyN(io.Discard, response.Body, 1<<16)
	_ = response.Body.Close()
	return response.StatusCode, nil
}

// addresses gives those of a name, none when it has none.
func addresses(ctx context.Context, name string) []string {
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", name)
	if err != nil {
		return nil
	}
	var all []string
	for _, a := range found {
		all = append(all, a.Unmap().String())
	}
	return all
}
