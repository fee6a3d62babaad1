package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const printed = `goos: linux
BenchmarkRun-2   	    2000	    150000 ns/op	    1200 B/op	      12 allocs/op
BenchmarkRun-2   	    2000	    140000 ns/op	    1300 B/op	      12 allocs/op
BenchmarkDeploy/hosts=1/trip=100ms 	 1	 2000000 ns/op	 1000 cpu-ns/op	 5000000 B/op	 1 allocs/op
BenchmarkDeploy/hosts=2/trip=100ms 	 1	 9000000 ns/op	 2400 cpu-ns/op	 9000000 B/op	 1 allocs/op
BenchmarkDeploy/hosts=4/trip=100ms 	 1	 9000000 ns/op	 4800 cpu-ns/op	 9000000 B/op	 1 allocs/op
BenchmarkRoundTrips-2 	 1	 2000000000 ns/op	 1.000 rtt/command
PASS
`

func parsed(t *testing.T, text string) results {
	t.Helper()
	r, err := parseResults(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestResults_AreTheLeastOfAllRuns(t *testing.T) {
	run, ok := parsed(t, printed).find("Run")
	if diff := cmp.Diff(map[string]float64{"ns/op": 140000, "B/op": 1200, "allocs/op": 12}, run.needs); !ok || diff != "" {
		t.Error(diff)
	}
}

func TestResults_SayWhereTwiceTheWorkCostsTooMuch(t *testing.T) {
	want := []string{"Deploy/hosts=2/trip=100ms needs 2.40 times the cpu-ns/op of Deploy/hosts=1/trip=100ms, at most 2.3 are good"}
	if diff := cmp.Diff(want, parsed(t, printed).tooFast()); diff != "" {
		t.Error(diff)
	}
}

func TestResults_AreATableWithRatios(t *testing.T) {
	others := parsed(t, "BenchmarkRun-2 1 280000 ns/op 0 B/op\n")
	want := `| benchmark | time | CPU time | allocated | round trips |
| --- | --- | --- | --- | --- |
| Run | 140 µs (0.50×) |  | 1.2 kB (of nothing) |  |
| Deploy, hosts=1, trip=100ms | 2 ms | 1 µs | 5.0 MB |  |
| Deploy, hosts=2, trip=100ms | 9 ms | 2.4 µs | 9.0 MB |  |
| Deploy, hosts=4, trip=100ms | 9 ms | 4.8 µs | 9.0 MB |  |
| RoundTrips | 2 s |  |  | 1 |
`
	if diff := cmp.Diff(want, parsed(t, printed).table(others)); diff != "" {
		t.Error(diff)
	}
}

func TestResults_ThatCanNotBeRead(t *testing.T) {
	if _, err := parseResults(strings.NewReader("BenchmarkRun 1 fast ns/op\n")); err == nil {
		t.Error("it is taken for a number")
	}
}
