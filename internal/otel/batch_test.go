package otel_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/otel"
	"github.com/kamal-go/kamal/kamal"
)

// printLines hands over so many lines.
func printLines(s *otel.Shipper, n int) {
	for i := range n {
		s.Handle(kamal.Printed{Text: fmt.Sprintf("line %d\n", i)})
	}
}

func compare(t *testing.T, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}

func TestShipper_PostsEveryFiveSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c collector
		began := time.Now()
		s := c.start(t)
		printLines(s, 2)
		time.Sleep(12 * time.Second)
		printLines(s, 1)
		time.Sleep(10 * time.Second)
		compare(t, []int{3, 1}, c.sizes())
		compare(t, []time.Time{began.Add(5 * time.Second), began.Add(15 * time.Second)}, c.posted())
	})
}

func TestShipper_PostsAHundredRecordsAtOnceAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c collector
		s := c.start(t)
		printLines(s, 250)
		synctest.Wait()
		compare(t, []int{100, 100}, c.sizes())
		s.Close(nil)
		compare(t, []int{100, 100, 52}, c.sizes())
	})
}

func TestShipper_BeginsAndEndsWithItsEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c collector
		s := c.start(t)
		s.Handle(kamal.Printed{Text: "one\n\ntwo\n"})
		time.Sleep(6 * time.Second)
		s.Close(nil)
		compare(t, []string{"kamal.start", "one", "two", "kamal.complete"}, c.texts())
	})
}

func TestShipper_LeavesOutWhatComesAfterTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c collector
		s := c.start(t)
		s.Close(errors.New("no space"))
		s.Handle(kamal.Note{Text: "late"})
		s.Close(nil)
		compare(t, []string{"kamal.start", "kamal.failed"}, c.texts())
	})
}

func TestShipper_CutsLongTexts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c collector
		s := c.start(t)
		s.Handle(kamal.Printed{Text: "x" + strings.Repeat("é", 20<<10)})
		s.Close(nil)
		want := "x" + strings.Repeat("é", 8<<10-1) + "..."
		if got := c.texts()[1]; got != want {
			t.Errorf("got %d bytes, want %d", len(got), len(want))
		}
	})
}

func TestShipper_TriesAgainLaterAndTellsOfTroubleOnce(t *testing.T) {
	for name, answer := range map[string]func(*http.Request, int) (int, error){
		"unreachable": func(_ *http.Request, n int) (int, error) { return 200, map[bool]error{true: errRefused}[n < 3] },
		"unavailable": func(_ *http.Request, n int) (int, error) { return map[bool]int{true: 503, false: 200}[n < 3], nil },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := collector{answer: answer}
				s := c.start(t)
				printLines(s, 120)
				time.Sleep(9 * time.Second)
				compare(t, 2, c.attempts())
				time.Sleep(2 * time.Second)
				compare(t, []int{100, 21}, c.sizes())
				compare(t, 1, len(c.troubles()))
			})
		})
	}
}

func TestShipper_NamesTheCollectorInItsTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := collector{answer: func(*http.Request, int) (int, error) { return 0, errRefused }}
		c.start(t).Close(nil)
		compare(t, []string{`posting log records to "http://collector.example.com:4318/v1/logs": connection refused`}, c.troubles())
	})
}

func TestShipper_GoesOnAfterARefusedBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := collector{answer: func(_ *http.Request, n int) (int, error) { return map[bool]int{true: 400, false: 200}[n == 1], nil }}
		s := c.start(t)
		printLines(s, 99)
		synctest.Wait()
		printLines(s, 1)
		s.Close(nil)
		compare(t, []string{"line 0", "kamal.complete"}, c.texts())
		compare(t, []string{`posting log records to "http://collector.example.com:4318/v1/logs": Bad Request`}, c.troubles())
	})
}

func TestShipper_DoesNotWaitForASlowCollector(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := collector{answer: hang}
		s := c.start(t)
		began := time.Now()
		printLines(s, 1000)
		compare(t, time.Duration(0), time.Since(began))
		time.Sleep(8 * time.Second)
		compare(t, []string{`posting log records to "http://collector.example.com:4318/v1/logs": nothing came of it within 7s`}, c.troubles())
	})
}

func TestShipper_EndsInTimeWithACollectorThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := collector{answer: hang}
		s := c.start(t)
		began := time.Now()
		s.Close(nil)
		compare(t, otel.DefaultCloseTimeout, time.Since(began))
		compare(t, []string{`posting log records to "http://collector.example.com:4318/v1/logs": the run is over, and the collector took too long`}, c.troubles())
	})
}

func TestShipper_GetsTheLastEventThroughASlowCollector(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := collector{answer: func(r *http.Request, _ int) (int, error) {
			select {
			case <-time.After(2 * time.Second):
				return 200, nil
			case <-r.Context().Done():
				return 0, r.Context().Err()
			}
		}}
		s := c.start(t)
		printLines(s, 1000)
		s.Close(nil)
		if !slices.Contains(c.texts(), "kamal.complete") {
			t.Errorf("posted %d records, none of them the last event", len(c.texts()))
		}
	})
}

func TestShipper_KeepsOnlySoMuchForASlowCollector(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := make(chan struct{})
		c := collector{answer: func(_ *http.Request, n int) (int, error) {
			<-slow
			return 200, nil
		}}
		s := c.start(t)
		line := strings.Repeat("x", 15<<10) + "\n"
		for range 3000 {
			s.Handle(kamal.Printed{Text: line})
		}
		close(slow)
		s.Close(nil)
		total := 0
		for _, text := range c.texts() {
			total += len(text)
		}
		if total < 15<<20 || total > 18<<20 {
			t.Errorf("%d bytes were kept", total)
		}
		compare(t, []string{"the collector of log records is too slow: some are lost"}, c.troubles())
		if !slices.Contains(c.texts(), "kamal.complete") {
			t.Error("the last event is lost")
		}
	})
}
