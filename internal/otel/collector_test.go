package otel_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/internal/otel"
)

const endpoint = "http://collector.example.com:4318"

// collector stands for a collector of log records, which knows nothing of spans, and
// the way to it.
type collector struct {
	// answer gives the status of the n-th request, from 1, or an error on the way.
	answer func(r *http.Request, n int) (int, error)

	mu    sync.Mutex
	posts [][]record
	times []time.Time
	tries int
	told  []string
}

// record is what a test looks at in a log record.
type record struct {
	SeverityText string `json:"severityText"`
	EventName    string `json:"eventName"`
	Body         struct {
		Text string `json:"stringValue"`
	} `json:"body"`
}

// RoundTrip implements http.RoundTripper.
func (c *collector) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(r.URL.Path, "/v1/traces") {
		return c.traced(r)
	}
	c.mu.Lock()
	c.tries++
	n := c.tries
	c.mu.Unlock()
	status := http.StatusOK
	if c.answer != nil {
		if status, err = c.answer(r, n); err != nil {
			return nil, err
		}
	}
	if status == http.StatusOK {
		c.take(body)
	}
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Request: r, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader("{}")),
	}, nil
}

// traced answers a request with spans; it is asked for no status.
func (c *collector) traced(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusNotFound, Status: "404 Not Found", Request: r, Header: http.Header{}, Body: http.NoBody,
	}, nil
}

func (c *collector) take(body []byte) {
	var p struct {
		ResourceLogs []struct {
			ScopeLogs []struct {
				LogRecords []record `json:"logRecords"`
			} `json:"scopeLogs"`
		} `json:"resourceLogs"`
	}
	if err := json.Unmarshal(body, &p); err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.posts = append(c.posts, p.ResourceLogs[0].ScopeLogs[0].LogRecords)
	c.times = append(c.times, time.Now())
}

// start begins to ship to the collector.
func (c *collector) start(t *testing.T) *otel.Shipper {
	t.Helper()
	s := otel.New(otel.Options{
		Endpoint: endpoint, Run: journal.Run{Command: "deploy"}, Transport: c, Trouble: c.trouble,
	})
	t.Cleanup(func() { s.Close(nil) })
	return s
}

func (c *collector) trouble(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told = append(c.told, err.Error())
}

// sizes are how many records the posts have that got through.
func (c *collector) sizes() []int {
	c.mu.Lock()
	defer c.mu.Unlock()
	var sizes []int
	for _, p := range c.posts {
		sizes = append(sizes, len(p))
	}
	return sizes
}

// posted are the times of the posts that got through.
func (c *collector) posted() []time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.times
}

// attempts is how many posts were tried.
func (c *collector) attempts() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.tries
}

// texts are the texts of all records that got through; for events, their names.
func (c *collector) texts() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var texts []string
	for _, p := range c.posts {
		for _, r := range p {
			if r.EventName != "" {
				r.Body.Text = r.EventName
			}
			texts = append(texts, r.Body.Text)
		}
	}
	return texts
}

func (c *collector) troubles() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.told
}

// hang is a collector that never answers.
func hang(r *http.Request, _ int) (int, error) {
	<-r.Context().Done()
	return 0, r.Context().Err()
}

var errRefused = errors.New("connection refused")
