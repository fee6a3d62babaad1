// Package browser looks at pages in a real browser, for tests.
package browser

import (
	"context"
	"html"
	"os/exec"
	"regexp"
	"slices"
	"testing"
	"time"
)

// DOM gives what headless Chromium makes of a page, with further options for it. The
// test is skipped where there is no Chromium.
func DOM(tb testing.TB, url string, options ...string) string {
	tb.Helper()
	names := []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"}
	found := slices.IndexFunc(names, func(name string) bool { _, err := exec.LookPath(name); return err == nil })
	if found < 0 {
		tb.Skip("Chromium is not here")
	}
	ctx, cancel := context.WithTimeout(tb.Context(), 2*time.Minute)
	defer cancel()
	args := append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
		"--user-data-dir=" + tb.TempDir(), "--virtual-time-budget=60000", "--dump-dom",
	}, options...)
	out, err := exec.CommandContext(ctx, names[found], append(args, url)...).Output()
	if err != nil {
		tb.Fatalf("asking %s: %v", names[found], err)
	}
	return string(out)
}

var reported = regexp.MustCompile(`(?s)<pre id="report">(.*?)</pre>`)

// Report gives what a page has left in its <pre id="report">.
func Report(tb testing.TB, dom string) string {
	tb.Helper()
	m := reported.FindStringSubmatch(dom)
	if m == nil {
		tb.Fatal("the page has no report")
	}
	return html.UnescapeString(m[1])
}
