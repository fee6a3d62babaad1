package secrets_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal/secrets"
)

func TestExtract_FindsTheKeyOrItsEnding(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"A", `{"X/A":"1","A":"2"}`, "2"},
		{"A", `{"XA":"0","X/A":"1","Y/A":"2"}`, "1"},
		{"B/A", `{"X/B/A":"1"}`, "1"},
		{"A", `{"A":"1","A":"2"}`, "2"},
		{"A", `{"A":""}`, ""},
		{"A", `{"A":null,"X/A":"1"}`, "1"},
		{"A", ` {"A": 5432} `, "5432"},
		{"A", `{"A":{"b": [true, null]}}`, `{"b":[true,null]}`},
		{"A", `{"A":"<é>\n\u00e9"}`, "<é>\né"},
	}
	for _, test := range tests {
		got, err := secrets.Extract(test.name, test.in)
		if err != nil || got != test.want {
			t.Errorf("extracting %q from %s: want %q, got %q, %v", test.name, test.in, test.want, got, err)
		}
	}
}

func TestExtract_NamesWhatItCantFind(t *testing.T) {
	for _, in := range []string{`{}`, `{"AB":"s3cret"}`, `{"A":null}`, `{"X/A":null,"Y/A":"s3cret"}`} {
		_, err := secrets.Extract("A", in)
		if !errors.Is(err, secrets.ErrNotFound) || err.Error() != `extracting: secret not found: "A"` {
			t.Errorf("extracting from %s: got %v", in, err)
		}
	}
}

func TestExtract_RefusesWhatIsNoObject(t *testing.T) {
	broken := []string{
		``, `s3cret`, `"s3cret"`, `["s3cret"]`, `null`, `{"A":"s3cret"`, `{"A":"s3cret"} x`, "{\"A\":\"s3cret\xff\"}",
	}
	for _, in := range broken {
		_, err := secrets.Extract("A", in)
		if !errors.Is(err, secrets.ErrAnswer) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("extracting from %q: got %v", in, err)
		}
	}
}

func TestExtract_DoesNotQuoteJSONGivenForTheName(t *testing.T) {
	_, err := secrets.Extract(`{"A":"s3cret"}`, "A")
	if _, ok := errors.AsType[*secrets.UsageError](err); !ok || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("want a usage error, got %v", err)
	}
}

func FuzzExtract(f *testing.F) {
	f.Add("A", `{"X/A":"1","A":{"b":[1,2]}}`)
	f.Add("A", `{"A":"\ud800"}`)
	f.Fuzz(func(t *testing.T, name, in string) {
		got, err := secrets.Extract(name, in)
		if err != nil && got != "" {
			t.Errorf("got %q and %v", got, err)
		}
	})
}
