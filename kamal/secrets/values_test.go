package secrets_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kamal-go/kamal/kamal/secrets"
)

// fetch returns values as a vault would give them; a nil pointer stands for null.
func fetch(t testing.TB, pairs ...[2]string) secrets.Values {
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

func TestValues_PrintRedacted(t *testing.T) {
	values := fetch(t, [2]string{"KEY", "s3cret"})
	value, _ := values.Lookup("KEY")
	type holder struct {
		values secrets.Values
		value  secrets.Value
		Values secrets.Values
		Value  secrets.Value
	}
	h := holder{values: values, value: value, Values: values, Value: value}
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("fetched", "values", values, "value", value, "holder", h)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T"} {
		fmt.Fprintf(&log, verb+verb+verb+verb+"\n", values, value, h, &h)
	}
	encoded, err := json.Marshal(map[string]any{"values": values, "value": value, "holder": h})
	if err != nil {
		t.Fatal(err)
	}
	log.Write(encoded)
	if text := log.String(); strings.Contains(text, "s3cret") || strings.Contains(text, fmt.Sprintf("%x", "s3cret")) {
		t.Errorf("secret printed:\n%s", text)
	}
	if got := fmt.Sprint(values, value); got != "[REDACTED] [REDACTED]" {
		t.Errorf("want [REDACTED] twice, got %s", got)
	}
}

func TestValues_JSONEscapesNoMoreThanItMust(t *testing.T) {
	values := fetch(t, [2]string{"B<", "<a>&\u2028é\x7f"}, [2]string{"A", "\"\\\b\f\n\r\t\x01/"})
	want := "{\"B<\":\"<a>&\u2028é\x7f\",\"A\":\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001/\"}"
	if diff := cmp.Diff(want, values.JSON()); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

func TestValues_AreReadInOrder(t *testing.T) {
	values := fetch(t, [2]string{"Z", "1"}, [2]string{"A", "2"}, [2]string{"Z", "3"})
	var got []string
	for name, value := range values.All() {
		text, _ := value.Reveal()
		got = append(got, name+"="+text)
	}
	if diff := cmp.Diff([]string{"Z=3", "A=2"}, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if values.Len() != 2 {
		t.Errorf("want 2 values, got %d", values.Len())
	}
	if _, ok := values.Lookup("B"); ok {
		t.Error("found a name that is not there")
	}
}

func TestValues_ZeroIsEmpty(t *testing.T) {
	var values secrets.Values
	for name := range values.All() {
		t.Errorf("unexpected name %q", name)
	}
	if _, ok := values.Lookup("A"); ok || values.Len() != 0 || values.JSON() != "{}" {
		t.Errorf("want no values, got %d", values.Len())
	}
	if text, ok := (secrets.Value{}).Reveal(); ok || text != "" {
		t.Error("the zero value is not null")
	}
}

func FuzzValues_JSONIsReadBack(f *testing.F) {
	f.Add("KEY", "s3cret \"quoted\" \\ \x00 \u2028 <é>")
	f.Fuzz(func(t *testing.T, name, text string) {
		name, text = "k"+strings.ToValidUTF8(name, "?"), strings.ToValidUTF8(text, "?")
		encoded := fetch(t, [2]string{name, text}).JSON()
		var got map[string]string
		if err := json.Unmarshal([]byte(encoded), &got); err != nil {
			t.Fatalf("reading %q: %v", encoded, err)
		}
		if diff := cmp.Diff(map[string]string{name: text}, got); diff != "" {
			t.Errorf("values (-want +got):\n%s", diff)
		}
	})
}
