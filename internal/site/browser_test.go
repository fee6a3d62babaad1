package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/browser"
)

// probe looks at all pages from within the browser, at the width of a phone and of a
// desk, and uses the search as a reader would.
const probe = `<!doctype html><title>probe</title><body><pre id="report"></pre><script>
const pages = PAGES
const report = { trouble: [], looked: 0 }
const frame = document.body.appendChild(document.createElement('iframe'))
const trouble = text => report.trouble.push(text)
const open = (page, width) => new Promise(done => {
  frame.style.cssText = 'border:0;height:900px;width:' + width + 'px'
  frame.onload = () => {
    frame.contentWindow.onerror = message => trouble(page + ': ' + message)
    done(frame.contentDocument)
  }
  frame.src = page
})
const until = async (what, check) => {
  for (let i = 0; i < 200; i++) {
    if (check()) return true
    await new Promise(next => setTimeout(next, 10))
  }
  trouble('it never happens: ' + what)
}
const look = async (page, width) => {
  const doc = await open(page, width)
  report.looked++
  const at = page + ' at ' + width + ': '
  if (doc.documentElement.scrollWidth > width) trouble(at + 'it is ' + doc.documentElement.scrollWidth + ' wide')
  const title = doc.querySelector('h1')
  if (!title || !title.offsetHeight) trouble(at + 'no title is seen')
  for (const image of doc.images) if (!image.complete || !image.naturalWidth) trouble(at + image.getAttribute('src') + ' is not shown')
  const menu = doc.querySelector('.menu')
  if (menu.open !== (width > 800)) trouble(at + 'the menu is ' + (menu.open ? 'open' : 'closed'))
}
const search = async () => {
  const doc = await open('index.html', 1280)
  const box = doc.getElementById('search'), results = doc.getElementById('results')
  const type = async (text, first) => {
    box.value = text
    box.dispatchEvent(new Event('input'))
    await until('the first result for ' + text + ' is ' + first + ', not ' + results.textContent.slice(0, 80), () => (results.querySelector('a')?.getAttribute('href') ?? 'none') === first)
  }
  await type('rollback', 'commands.html#kamal-rollback')
  await type('proxy.ssl', 'configuration.html#key-proxy.ssl')
  await type('exit codes', 'errors.html#exit-codes')
  await type('proxy boot', 'commands.html#kamal-proxy-boot')
  await type('xyzzy', 'none')
  if (!results.textContent.includes('Nothing is about')) trouble('it does not say that nothing was found')
  await type('rollback', 'commands.html#kamal-rollback')
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
  await until('Enter goes to the first result', () => frame.contentWindow.location.href.endsWith('commands.html#kamal-rollback'))
}
const theme = async () => {
  const doc = await open('index.html', 1280)
  const ground = () => frame.contentWindow.getComputedStyle(doc.body).backgroundColor
  const before = ground()
  doc.getElementById('theme').click()
  if (ground() === before) trouble('the ground stays ' + before)
}
(async () => {
  for (const page of pages) for (const width of [390, 1280]) await look(page, width)
  await search()
  await theme()
  document.getElementById('report').textContent = JSON.stringify(report)
})()
</script>`

func TestSite_WorksInABrowser(t *testing.T) {
	var pages []string
	for page := range pagesOf(t) {
		pages = append(pages, page)
	}
	slices.Sort(pages)
	list, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	files := http.NewServeMux()
	files.Handle("/", http.FileServer(http.Dir(built)))
	files.HandleFunc("/probe.html", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, strings.Replace(probe, "PAGES", string(list), 1))
	})
	s := httptest.NewServer(files)
	defer s.Close()
	said := browser.Report(t, browser.DOM(t, s.URL+"/probe.html"))
	var report struct {
		Trouble []string
		Looked  int
	}
	if err := json.Unmarshal([]byte(said), &report); err != nil {
		t.Fatalf("%v: %q", err, said)
	}
	if report.Looked != 2*len(pages) {
		t.Errorf("it looked at %d pages", report.Looked)
	}
	for _, trouble := range report.Trouble {
		t.Error(trouble)
	}
}

// The site works from a folder, without a server.
func TestSite_SearchesInAFolder(t *testing.T) {
	page, err := filepath.Abs(filepath.Join(built, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(page); err != nil {
		t.Fatal(err)
	}
	if dom := browser.DOM(t, "file://"+page+"?q=rollback"); !strings.Contains(dom, `href="commands.html#kamal-rollback"`) {
		t.Error("the search finds nothing")
	}
}
