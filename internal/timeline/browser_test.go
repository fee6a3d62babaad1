package timeline_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/browser"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// probe looks at the pages from within the browser, and uses them by mouse and
// keyboard as a reader would.
const probe = `<!doctype html><title>probe</title><body><pre id="report"></pre><script>
const report = { trouble: [], looked: 0, ground: '' }
const frame = document.body.appendChild(document.createElement('iframe'))
const open = (page, width) => new Promise(done => {
  frame.style.cssText = 'border:0;height:700px;width:' + width + 'px'
  frame.onload = () => {
    frame.contentWindow.onerror = message => report.trouble.push(page + ': ' + message)
    done(frame.contentDocument)
  }
  frame.src = page
})
const look = async (page, width, hosts) => {
  const doc = await open(page, width), win = frame.contentWindow
  const at = page + ' at ' + width + ': '
  const check = (what, ok) => { if (!ok) report.trouble.push(at + what) }
  const key = (name, where) => (where || doc.activeElement).dispatchEvent(new win.KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }))
  const chart = doc.getElementById('chart'), details = doc.getElementById('details')
  const rows = [...chart.querySelectorAll('.row')], last = rows[rows.length - 1]
  report.looked++
  check('the page is ' + doc.documentElement.scrollWidth + ' wide', doc.documentElement.scrollWidth <= width)
  check('the page is ' + doc.documentElement.scrollHeight + ' high', doc.documentElement.scrollHeight <= 700)
  check('it is not zoomed out at first', chart.scrollWidth <= chart.clientWidth)
  const labels = rows.map(row => row.querySelector('.label').textContent)
  check('the hosts are ' + labels, labels.filter(label => label.startsWith('app')).length === hosts)
  check('ticks are ' + doc.getElementById('axis').textContent, doc.querySelectorAll('#axis span').length > 3)

  // Labels and the rows of the run stay in sight.
  for (let i = 0; i < 4; i++) doc.getElementById('in').click()
  check('it does not zoom', chart.scrollWidth > 10 * chart.clientWidth)
  chart.scrollTo(chart.scrollWidth, chart.scrollHeight)
  const place = chart.getBoundingClientRect(), label = last.querySelector('.label').getBoundingClientRect()
  check('the label has scrolled to ' + label.left, label.left === 0 && label.width > 50)
  check('the last host is at ' + label.bottom, label.bottom <= place.bottom + 1)
  const steps = rows.find(row => row.textContent.startsWith('Steps')).getBoundingClientRect()
  check('the steps have scrolled to ' + steps.top, steps.top >= place.top && steps.bottom < label.top)
  for (let i = 0; i < 4; i++) key('-', doc.body)
  check('it does not zoom out', chart.scrollWidth <= chart.clientWidth)

  // The details, by mouse and by keyboard.
  const bars = [...last.querySelectorAll('.bar.command')]
  bars[0].dispatchEvent(new win.MouseEvent('mouseover', { bubbles: true }))
  for (const text of ['starting the container', 'docker run <b>shop</b>', 'took ', last.querySelector('.label').textContent])
    check('the details lack ' + text + ': ' + details.textContent, details.textContent.includes(text))
  check('a failure is not told', bars.some(bar => { bar.focus(); return details.textContent.includes('failed: no space') }))
  check('several bars are reached by tab', chart.querySelectorAll('.bar[tabindex="0"]').length === 1)
  const from = doc.activeElement
  key('ArrowUp'); check('up leads to the same row', doc.activeElement.parentNode !== from.parentNode)
  key('ArrowDown'); check('down leads elsewhere', doc.activeElement.parentNode === from.parentNode)
  key('Home'); const first = doc.activeElement
  key('ArrowRight'); check('right leads nowhere', doc.activeElement !== first && doc.activeElement.parentNode === first.parentNode)
  key('ArrowLeft'); check('left does not lead back', doc.activeElement === first)
  const seen = first.getBoundingClientRect()
  check('the bar in focus is hidden by the label', seen.right > last.querySelector('.label').getBoundingClientRect().right)
  check('a text of a host has run', !win.hacked && !window.hacked)

  // What is read stands out from its ground.
  const luminance = colour => {
    const [r, g, b] = colour.match(/[\d.]+/g).map(n => n / 255).map(n => n <= 0.03928 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (ink, ground) => (Math.max(luminance(ink), luminance(ground)) + 0.05) / (Math.min(luminance(ink), luminance(ground)) + 0.05)
  report.ground = win.getComputedStyle(doc.body).backgroundColor
  for (const of of ['.bar.command', '.bar.failure', '.bar.step', '.label', '#details']) {
    const style = win.getComputedStyle(chart.querySelector(of) || doc.querySelector(of))
    check('too little contrast of ' + of, contrast(style.color, style.backgroundColor) >= 4.5)
  }
}
(async () => {
  for (const width of [400, 1300]) {
    await look('one.html', width, 1)
    await look('hundred.html', width, 100)
  }
  document.getElementById('report').textContent = JSON.stringify(report)
})()
</script>`

// boot is a boot of so many hosts, of which the last fails.
func boot(n int) []later {
	var hosts []config.Host
	for i := range n {
		hosts = append(hosts, config.Host(fmt.Sprintf("app%d.example.com", i+1)))
	}
	events := []later{
		{0, kamal.HookStarted{Hook: "pre-deploy"}},
		{time.Second, kamal.HookFinished{Hook: "pre-deploy"}},
		{0, kamal.StepStarted{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app", Hosts: hosts}},
	}
	const line = "docker run <b>shop</b> <script>parent.hacked = true; hacked = true</script>"
	for part := range 3 {
		for _, h := range hosts {
			events = append(events, later{ms, kamal.CommandStarted{Head: kamal.Head{Host: h}, Line: line, Name: "starting the container", Part: part + 1, Of: 3}})
		}
		for _, h := range hosts {
			end := kamal.CommandFinished{Head: kamal.Head{Host: h}, Line: line, Part: part + 1, Of: 3}
			if part == 2 && h == hosts[n-1] {
				end.Err = errors.New("no space <script>parent.hacked = true</script>")
			}
			events = append(events, later{10 * ms, end})
		}
	}
	return append(events, later{time.Second, kamal.StepFinished{Head: kamal.Head{Step: kamal.StepBootApp}, Words: "booting the app"}})
}

func TestPage_WorksInABrowser(t *testing.T) {
	pages := map[string]string{
		"/one.html":     write(t, "run.html", boot(1), nil),
		"/hundred.html": write(t, "run.html", boot(100), errors.New("</pre><script>parent.hacked = true</script>")),
		"/probe.html":   probe,
	}
	var mu sync.Mutex
	var asked []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.URL.Path)
		fmt.Fprint(w, pages[r.URL.Path])
	}))
	defer s.Close()
	grounds := map[string]bool{}
	for _, colours := range []string{"1", "0"} { // light and dark
		said := browser.Report(t, browser.DOM(t, s.URL+"/probe.html", "--blink-settings=preferredColorScheme="+colours))
		var report struct {
			Trouble []string
			Looked  int
			Ground  string
		}
		if err := json.Unmarshal([]byte(said), &report); err != nil || report.Looked != 4 {
			t.Fatalf("%v: %q", err, said)
		}
		for _, trouble := range report.Trouble {
			t.Error(trouble)
		}
		grounds[report.Ground] = true
	}
	if len(grounds) != 2 {
		t.Errorf("light and dark have the grounds %v", grounds)
	}
	slices.Sort(asked)
	for _, path := range slices.Compact(asked) {
		if !strings.HasSuffix(path, ".html") && path != "/favicon.ico" { // the probe's
			t.Errorf("the page asked for %s", path)
		}
	}
}
