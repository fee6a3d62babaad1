package otel

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// answerLimit is how much of an answer is read, in bytes.
const answerLimit = 64 << 10

// refusedError is a collector that does not want what is posted, now or ever.
type refusedError struct {
	msg string
	// unknown says that it knows no such address: it takes no items of that kind.
	unknown bool
}

// Error gives the collector's answer.
func (e *refusedError) Error() string { return e.msg }

// signal is a kind of items that collectors take: how people call them, where they
// are posted, and how an answer calls those that are rejected.
type signal struct{ name, path, rejected string }

var (
	logs   = signal{"log records", "logs", "rejectedLogRecords"}
	traces = signal{"spans", "traces", "rejectedSpans"}
)

// poster posts items of one kind to a collector.
type poster struct {
	signal
	program  string
	endpoint *url.URL
	wrong    error // what is wrong with the endpoint
	client   *http.Client
	limit    time.Duration
}

func newPoster(o Options, of signal) poster {
	connect, read := cmp.Or(o.ConnectTimeout, DefaultConnectTimeout), cmp.Or(o.ReadTimeout, DefaultReadTimeout)
	carrier := o.Transport
	if carrier == nil {
		carrier = transport(connect, read)
	}
	p := poster{signal: of, program: o.Run.Program, limit: connect + read}
	// Following a redirect would make a GET of most posts.
	p.client = &http.Client{Transport: carrier, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	endpoint, err := url.Parse(o.Endpoint)
	switch { // what is wrong may hold a password, and is not shown
	case err != nil:
		p.wrong = &refusedError{msg: "posting " + of.name + ": the collector's endpoint is no address"}
	case endpoint.Scheme != "http" && endpoint.Scheme != "https" || endpoint.Host == "":
		p.wrong = &refusedError{msg: "posting " + of.name + ": the collector's endpoint does not begin with http:// or https://"}
	default:
		p.endpoint = endpoint.JoinPath("v1", of.path)
	}
	return p
}

// shown is an address without what may be secret in it.
func shown(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

func transport(connect, read time.Duration) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: connect}).DialContext,
		TLSHandshakeTimeout:   connect,
		ResponseHeaderTimeout: read,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          1,
	}
}

// send posts one batch. A *refusedError says that there is no point in posting it
// again.
func (p poster) send(ctx context.Context, batch any) error {
	if p.wrong != nil {
		return p.wrong
	}
	body, err := json.Marshal(batch)
	if err != nil {
		return &refusedError{msg: fmt.Sprintf("writing %s: %v", p.name, err)}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, p.limit, fmt.Errorf("nothing came of it within %s", p.limit))
	defer cancel()
	answer, err := p.ask(ctx, body)
	if err != nil {
		return fmt.Errorf("posting %s to %q: %w", p.name, shown(p.endpoint), reason(ctx, err))
	}
	return p.rejection(answer)
}

// ask posts a body, and gives the answer to it if that is a success.
func (p poster) ask(ctx context.Context, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.endpoint.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "kamal/"+cmp.Or(p.program, "unknown"))
	response, err := p.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	switch {
	case err != nil:
		return nil, err
	case response.StatusCode/100 == 2:
		return answer, nil
	case slices.Contains(passing, response.StatusCode):
		return nil, errors.New(response.Status)
	}
	return nil, &refusedError{response.Status, response.StatusCode == http.StatusNotFound}
}

// passing are the answers that ask for another try later.
var passing = []int{
	http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
}

// rejection reads from an answer how many of the items the collector does not want.
func (p poster) rejection(answer []byte) error {
	var said struct {
		PartialSuccess map[string]json.RawMessage `json:"partialSuccess"`
	}
	if json.Unmarshal(answer, &said) != nil {
		return nil
	}
	var count json.Number // a number, or one as text
	if json.Unmarshal(said.PartialSuccess[p.rejected], &count) != nil {
		return nil
	}
	if n, err := count.Int64(); err != nil || n == 0 {
		return nil
	}
	var why string
	_ = json.Unmarshal(said.PartialSuccess["errorMessage"], &why) // empty where it is no text
	return &refusedError{msg: fmt.Sprintf("posting %s to %q: it rejected %s of them: %s", p.name, shown(p.endpoint), count, why)}
}

// reason is the error without the address, which is told before it.
func reason(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// close closes the connection.
func (p poster) close() { p.client.CloseIdleConnections() }
