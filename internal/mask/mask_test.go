package mask_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/mask"
)

var percent = regexp.MustCompile("%..")

const mark = "[REDACTED]"

// awkward has all that encodings change.
const awkward = "p&ss/w0rd+\"it's\" <$x> \\é🔑%!"

const key = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIHN0b3Jpbmcga2V5cyBpbiB0ZXN0cyBp
cyBmaW5lLCB0aGV5IGFyZSBub3QgcmVhbA==
-----END PRIVATE KEY-----
`

func TestText_FindsEveryForm(t *testing.T) {
	wrap := func(text string, width int) string {
		var lines []string
		for len(text) > width {
			lines, text = append(lines, text[:width]), text[width:]
		}
		return strings.Join(append(lines, text), "\n")
	}
	for _, secret := range []string{"hunter2hunter2", awkward, "abcd", key, strings.Repeat("long secret ", 20)} {
		encoded, _ := json.Marshal(secret)
		for name, text := range map[string]string{
			"literal":          secret,
			"base64":           base64.StdEncoding.EncodeToString([]byte(secret)),
			"base64 url":       base64.URLEncoding.EncodeToString([]byte(secret)),
			"base64, wrapped":  wrap(base64.StdEncoding.EncodeToString([]byte(secret)), 76),
			"query":            url.QueryEscape(secret),
			"path":             url.PathEscape(secret),
			"query lower case": percent.ReplaceAllStringFunc(url.QueryEscape(secret), strings.ToLower),
			"json":             string(encoded[1 : len(encoded)-1]),
			"single quotes":    strings.ReplaceAll(secret, "'", `'\''`),
			"go":               strings.Trim(strconv.Quote(secret), `"`),
			"hex":              hex.EncodeToString([]byte(secret)),
			"hex upper case":   strings.ToUpper(hex.EncodeToString([]byte(secret))),
			"hex, wrapped":     wrap(hex.EncodeToString([]byte(secret)), 60),
		} {
			got := mask.New([]string{secret}, mark).Text("<" + text + ">")
			if got != "<"+mark+">" && got != "<"+mark+"=>" && got != "<"+mark+"==>" {
				t.Errorf("%q, %s: got %q", secret, name, got)
			}
		}
	}
}

func TestText_FindsBase64OfALongerText(t *testing.T) {
	m := mask.New([]string{"correct horse"}, mark)
	for before := range 5 {
		for after := range 5 {
			text := strings.Repeat("u", before) + "correct horse" + strings.Repeat(":", after)
			if got := m.Text(base64.StdEncoding.EncodeToString([]byte(text))); !strings.Contains(got, mark) {
				t.Errorf("%d before, %d after: got %q", before, after, got)
			}
		}
	}
}

func TestText_FindsWhatShellsPrint(t *testing.T) {
	m := mask.New([]string{awkward}, mark)
	for _, script := range []string{`printf %q "$S"`, `declare -p S`, `export -p | grep ' S='`, `S2=$S; set -x; : "$S2"`} {
		cmd := exec.Command("bash", "-c", script+" 2>&1")
		cmd.Env = []string{"S=" + awkward, "LC_ALL=C.UTF-8"}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Skipf("bash: %v", err)
		}
		if got := m.Text(string(out)); !strings.Contains(got, mark) {
			t.Errorf("%s: got %q", script, got)
		}
	}
}

func TestText_FindsEachLine(t *testing.T) {
	m := mask.New([]string{key}, mark)
	for line := range strings.Lines(key) {
		if got := m.Text("log: " + line); got != "log: "+mark+"\n" {
			t.Errorf("got %q", got)
		}
	}
}

func TestText_LeavesShortSecretsAndOtherTextsAlone(t *testing.T) {
	m := mask.New([]string{"abc", "", "password-1"}, mark)
	for _, text := range []string{"abc", "", "pass", "password-", "word-1", "\x00\xff"} {
		if got := m.Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestText_PutsTheLongestFirst(t *testing.T) {
	m := mask.New([]string{"secret", "secret-of-all"}, mark)
	if got := m.Text("secret-of-all secret"); got != mark+" "+mark {
		t.Errorf("got %q", got)
	}
}

// inPieces masks a text that comes in pieces.
func inPieces(m *mask.Mask, text string, size int) string {
	var s mask.Stream
	var got strings.Builder
	for rest := text; rest != ""; {
		n := min(size, len(rest))
		got.WriteString(s.Next(m, rest[:n]))
		rest = rest[n:]
	}
	return got.String() + s.End(m)
}

func TestStream_FindsSecretsAcrossPieces(t *testing.T) {
	m := mask.New([]string{"hunter2hunter2"}, mark)
	for _, text := range []string{
		"a hunter2hunter2 b hunter2hunt", base64.StdEncoding.EncodeToString([]byte("xhunter2hunter2y")),
	} {
		want := m.Text(text)
		for size := 1; size < len(text); size++ {
			if got := inPieces(m, text, size); got != want {
				t.Errorf("in pieces of %d: got %q, want %q", size, got, want)
			}
		}
	}
}

func TestStream_HoldsOnlyWhatMayBeASecret(t *testing.T) {
	m := mask.New([]string{"hunter2hunter2"}, mark)
	var s mask.Stream
	if got := s.Next(m, "a line\n"); got != "a line\n" {
		t.Errorf("got %q", got)
	}
	if got := s.Next(m, "hunter2 was here\nhunt"); got != "hunter2 was here\n" {
		t.Errorf("got %q", got)
	}
	if got := s.Next(m, "ing\n"); got != "hunting\n" {
		t.Errorf("got %q", got)
	}
}

func FuzzStream_IsText(f *testing.F) {
	f.Add("hunter2hunter2", "say hunter2hunter2", 3)
	f.Fuzz(func(t *testing.T, secret, text string, size int) {
		if size < 1 || size > 1<<10 {
			return
		}
		m := mask.New([]string{secret}, mark)
		want := m.Text(text)
		if len(secret) >= 4 && !strings.Contains(mark, secret) && strings.Contains(want, secret) && !strings.Contains(want, mark) {
			t.Errorf("%q is left in %q", secret, want)
		}
		if got := inPieces(m, text, size); got != want {
			t.Errorf("in pieces of %d: %q, whole: %q", size, got, want)
		}
	})
}

func BenchmarkText(b *testing.B) {
	var secrets []string
	for i := range 30 {
		secrets = append(secrets, strings.Repeat(strconv.Itoa(i*7919), 6))
	}
	m := mask.New(secrets, mark)
	text := strings.Repeat("Nov 27 12:00:00 app[1]: GET /orders/1234 200 in 12ms (view 3ms, db 4ms)\n", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.Text(text)
	}
}
