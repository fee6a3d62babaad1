// Package load asks web servers without a break, as the users of an app would
// while it is deployed, and counts the answers.
package load

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	clientsPerURL  = 4
	pause          = 15 * time.Millisecond
	requestTimeout = 15 * time.Second
	shownErrors    = 5
)

// Load is a crowd of clients that keep asking.
type Load struct {
	cancel  context.CancelFunc
	clients sync.WaitGroup

	mu     sync.Mutex
	report Report
}

// Report is what the clients got so far.
type Report struct {
	// Requests counts those that were answered or failed; Failed those without an answer,
	// or with another status than 200.
	Requests, Failed int
	// Slowest is the longest that a client waited for an answer.
	Slowest time.Duration
	// Answers counts how often each text was answered.
	Answers map[string]int
	// Errors are the first few failures, each with its address and time.
	Errors []string
}

// String gives the report in one line.
func (r Report) String() string {
	text := fmt.Sprintf("%d requests, %d failed, slowest %d ms", r.Requests, r.Failed, r.Slowest.Milliseconds())
	if len(r.Errors) > 0 {
		text += ": " + strings.Join(r.Errors, "; ")
	}
	return text
}

// Start lets clients ask all urls, several each, until Stop or the end of ctx.
func Start(ctx context.Context, urls ...string) *Load {
	return StartOver(ctx, &http.Transport{}, urls...)
}

// StartOver is [Start] with clients that connect as the transport says, each with
// a copy of it.
func StartOver(ctx context.Context, transport *http.Transport, urls ...string) *Load {
	ctx, cancel := context.WithCancel(ctx)
	l := &Load{cancel: cancel, report: Report{Answers: map[string]int{}}}
	for _, url := range urls {
		for range clientsPerURL {
			client := &http.Client{Transport: transport.Clone(), Timeout: requestTimeout}
			l.clients.Go(func() { l.keepAsking(ctx, client, url) })
		}
	}
	return l
}

// Stop lets every client finish its request, and gives the sum.
func (l *Load) Stop() Report {
	l.cancel()
	l.clients.Wait()
	return l.Report()
}

// Report gives the sum so far.
func (l *Load) Report() Report {
	l.mu.Lock()
	defer l.mu.Unlock()
	report := l.report
	report.Answers = maps.Clone(report.Answers)
	report.Errors = slices.Clone(report.Errors)
	return report
}

func (l *Load) keepAsking(ctx context.Context, client *http.Client, url string) {
	defer client.CloseIdleConnections()
	for {
		begun := time.Now()
		text, err := Get(context.WithoutCancel(ctx), client, url)
		l.count(url, text, err, begun)
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

func (l *Load) count(url, text string, err error, begun time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.report.Requests++
	l.report.Slowest = max(l.report.Slowest, time.Since(begun))
	if err == nil {
		l.report.Answers[text]++
		return
	}
	l.report.Failed++
	if len(l.report.Errors) < shownErrors {
		l.report.Errors = append(l.report.Errors, fmt.Sprintf("%s %s: %v", begun.Format("15:04:05.000"), url, err))
	}
}

// Get asks once and gives the trimmed text; another status than 200 is an error.
func Get(ctx context.Context, client *http.Client, url string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("answered %s", response.Status)
	}
	return strings.TrimSpace(string(body)), err
}
