package secrets_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
)

// fetch returns what a fetch gives of values in a vault.
func fetch(t testing.TB, pairs ...[2]string) config.Secret {
	t.Helper()
	type entry struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}
	var entries []entry
	for _, pair := range pairs {
		entries = append(entries, entry{Key: pair[0], Value: pair[1]})
	}
	answer, err := json.Marshal(entries)
	if err != nil {
		t.Fatal(err)
	}
	fetcher := secrets.Fetcher{Run: answering(string(answer))}
	values, err := fetcher.Fetch(t.Context(), secrets.Request{Adapter: "bitwarden-sm", Names: []string{"all"}})
	if err != nil {
		t.Fatal(err)
	}
	return values
}

func TestFetch_GivesASecret(t *testing.T) {
	if got := fmt.Sprint(fetch(t, [2]string{"KEY", "s3cret"})); got != "[REDACTED]" {
		t.Errorf("it prints %s", got)
	}
}

func TestValues_JSONEscapesNoMoreThanItMust(t *testing.T) {
	values := fetch(t, [2]string{"B<", "<a>&\u2028é\x7f"}, [2]string{"A", "\"\\\b\f\n\r\t\x01/"})
	want := "{\"B<\":\"<a>&\u2028é\x7f\",\"A\":\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001/\"}"
	if diff := cmp.Diff(want, values.Reveal()); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

func TestValues_KeepTheirOrder(t *testing.T) {
	got := fetch(t, [2]string{"Z", "1"}, [2]string{"A", "2"}, [2]string{"Z", "3"}).Reveal()
	if want := `{"Z":"3","A":"2"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzValues_JSONIsReadBack(f *testing.F) {
	f.Add("KEY", "s3cret \"quoted\" \\ \x00 \u2028 <é>")
	f.Fuzz(func(t *testing.T, name, text string) {
		name, text = "k"+strings.ToValidUTF8(name, "?"), strings.ToValidUTF8(text, "?")
		encoded := fetch(t, [2]string{name, text}).Reveal()
		var got map[string]string
		if err := json.Unmarshal([]byte(encoded), &got); err != nil {
			t.Fatalf("reading %q: %v", encoded, err)
		}
		if diff := cmp.Diff(map[string]string{name: text}, got); diff != "" {
			t.Errorf("values (-want +got):\n%s", diff)
		}
	})
}
