package textline_test

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/textline"
)

// split gives the lines of a text that is written in pieces of n bytes.
func split(text string, n int) []string {
	var found []string
	s := textline.Splitter{Emit: func(text string) { found = slices.AppendSeq(found, textline.All(text)) }}
	for len(text) > n {
		_, _ = io.WriteString(&s, text[:n])
		text = text[n:]
	}
	_, _ = io.WriteString(&s, text)
	s.Flush()
	return found
}

func TestSplitter_CutsAtEveryKindOfLineEnd(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"a", []string{"a"}},
		{"a\nb", []string{"a", "b"}},
		{"a\n\nb\n", []string{"a", "", "b"}},
		{"a\r\nb\r\n", []string{"a", "b"}},
		{"10%\r20%\r", []string{"10%", "20%"}},
		{"a\r\r\nb", []string{"a", "", "b"}},
		{"a\n\rb", []string{"a", "", "b"}},
		{"\r\n\r\n", []string{"", ""}},
		{"\n", []string{""}},
	} {
		for n := 1; n <= 3; n++ {
			if diff := cmp.Diff(c.want, split(c.text, n)); diff != "" {
				t.Errorf("%q in pieces of %d: %s", c.text, n, diff)
			}
		}
		if diff := cmp.Diff(c.want, slices.Collect(textline.All(c.text))); diff != "" {
			t.Errorf("all of %q: %s", c.text, diff)
		}
	}
}

func TestSplitter_CutsALineAtItsLimitAndSaysSo(t *testing.T) {
	whole := strings.Repeat("x", textline.Limit)
	for _, n := range []int{1 << 10, 32 << 10, 1 << 20} {
		want := []string{"before", whole, whole + "... [line too long, 7 bytes left out]", "after"}
		got := split("before\n"+whole+"\n"+whole+"1234567\nafter", n)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in pieces of %d: %d lines, %d and %d bytes", n, len(got), len(got[1]), len(got[2]))
		}
	}
}

func TestSplitter_CutsNoCharacterInTwo(t *testing.T) {
	for shift := range 4 {
		text := strings.Repeat("x", shift) + strings.Repeat("€", textline.Limit)
		got := split(text, 1000)[0]
		if !utf8.ValidString(got) {
			t.Errorf("shifted by %d: ends with %q", shift, got[textline.Limit-4:])
		}
		if rest := len(text) - strings.LastIndex(got, "€") - len("€"); !strings.HasSuffix(got, fmt.Sprintf(" %d bytes left out]", rest)) {
			t.Errorf("shifted by %d: %q should tell of %d bytes", shift, got[textline.Limit-4:], rest)
		}
	}
}

func TestSplitter_EmitsALineAsSoonAsItEnds(t *testing.T) {
	var got []string
	s := textline.Splitter{Emit: func(text string) { got = append(got, text) }}
	for _, piece := range []string{"a\nb", "c\r", "\nd\n"} {
		_, _ = io.WriteString(&s, piece)
	}
	if diff := cmp.Diff([]string{"a\n", "bc\r", "d\n"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestSplitter_GivesWholeLinesInParts(t *testing.T) {
	var got strings.Builder
	longest := 0
	s := textline.Splitter{
		Whole: true,
		Emit:  func(text string) { got.WriteString(text); longest = max(longest, len(text)) },
	}
	text := "a\r\nb\n" + strings.Repeat("xyz€", 100_000) + "\r\n\nend"
	for rest := text; rest != ""; {
		n := min(len(rest), 8191)
		_, _ = io.WriteString(&s, rest[:n])
		rest = rest[n:]
	}
	s.Flush()
	if got.String() != text {
		t.Errorf("got %d bytes, want %d", got.Len(), len(text))
	}
	if longest > 100<<10 {
		t.Errorf("a part has %d bytes", longest)
	}
}

func TestSplitter_OfWholeLinesChangesNothing(t *testing.T) {
	for _, text := range []string{"a\r\n\r\nb\n\r\rc", "\r\n", "\n\n"} {
		for n := 1; n <= 3; n++ {
			var got strings.Builder
			s := textline.Splitter{Whole: true, Emit: func(text string) { got.WriteString(text) }}
			for i := 0; i < len(text); i += n {
				_, _ = io.WriteString(&s, text[i:min(len(text), i+n)])
			}
			s.Flush()
			if got.String() != text {
				t.Errorf("%q in pieces of %d: got %q", text, n, got.String())
			}
		}
	}
}

// flood writes so many bytes without a line break and gives the time it took.
func flood(bytes int) time.Duration {
	piece := []byte(strings.Repeat("x", 32<<10))
	s := textline.Splitter{Emit: func(string) {}}
	began := time.Now()
	for n := 0; n < bytes; n += len(piece) {
		_, _ = s.Write(piece)
	}
	s.Flush()
	return time.Since(began)
}

func TestSplitter_TakesTimeByTheByteAndNoMemory(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	took := flood(1 << 30)
	runtime.ReadMemStats(&after)
	if took > 20*time.Second {
		t.Errorf("1 GiB on one line took %v", took)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
		t.Errorf("1 GiB on one line allocated %d bytes", used)
	}
}

func TestTail_KeepsTheEnd(t *testing.T) {
	for _, c := range []struct {
		pieces []string
		want   string
	}{
		{nil, ""},
		{[]string{" a\n"}, " a\n"},
		{[]string{"12345678"}, "12345678"},
		{[]string{"123456789"}, "...23456789"},
		{[]string{"1234", "5678", "9"}, "...23456789"},
		{[]string{"1234", "5678", "9012", "3456", "7"}, "...01234567"},
		{[]string{"ab€€€"}, "...€€"},
	} {
		tail := textline.Tail{Limit: 8}
		for _, piece := range c.pieces {
			tail.Add(piece)
		}
		if got := tail.String(); got != c.want {
			t.Errorf("of %q: got %q, want %q", c.pieces, got, c.want)
		}
	}
}

func TestTail_GivesTheLastLines(t *testing.T) {
	tail := textline.Tail{Limit: 1000}
	for i := range 1000 {
		tail.Add(fmt.Sprintf("line %d\r\n\n", i))
	}
	if diff := cmp.Diff([]string{"line 998", "line 999"}, tail.Lines(2)); diff != "" {
		t.Error(diff)
	}
}

func TestTail_TakesTimeByTheByte(t *testing.T) {
	tail := textline.Tail{Limit: 16 << 10}
	text := strings.Repeat("xxxxxxx\n", 4<<10)
	began := time.Now()
	for range 1 << 15 { // 1 GiB
		tail.Add(text)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("1 GiB took %v", took)
	}
}

func FuzzSplitter_LosesNothingButLineEnds(f *testing.F) {
	f.Add("one\r\ntwo\rthree\n", 3)
	f.Add("\r\n\r\n\n\r", 1)
	f.Fuzz(func(t *testing.T, text string, n int) {
		if n < 1 || len(text) > textline.Limit {
			t.Skip()
		}
		got := split(text, n)
		if diff := cmp.Diff(slices.Collect(textline.All(text)), got); diff != "" {
			t.Error(diff)
		}
		all := strings.Join(got, "")
		if want := strings.NewReplacer("\r", "", "\n", "").Replace(text); all != want {
			t.Errorf("got %q, want %q", all, want)
		}
	})
}
