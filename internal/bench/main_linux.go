// Command bench measures how fast kamal is: deploys by the built program to simulated
// servers behind real SSH, and the benchmarks of the parts. It prints tables in
// Markdown; those of docs/performance.md are made by it.
//
//	bench [-against BINARY|REF] [-parts=false] [-deploys=false] bin/kamal
//
// With -against the same is measured of another binary, or of what git has by that
// name, and the tables have how many times as much each needs. Where twice the work
// costs more than 2.3 times as much, it says so and ends with status 1.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// sizes and trips are what deploys are measured with.
var (
	sizes = []int{1, 10, 100, 1000}
	trips = []time.Duration{0, 100 * time.Millisecond}
)

func main() {
	log.SetFlags(0)
	against := flag.String("against", "", "a kamal, or a name that git knows, to compare with")
	parts := flag.Bool("parts", true, "run the benchmarks of the parts")
	deploys := flag.Bool("deploys", true, "measure deploys by the program")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: bench [-against BINARY|REF] [-parts=false] [-deploys=false] KAMAL")
	}
	if err := bench(flag.Arg(0), *against, *parts, *deploys); err != nil {
		log.Fatal(err)
	}
}

func bench(kamal, against string, parts, deploys bool) (err error) {
	other, err := newRival(against)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, other.close()) }()
	var slow error
	if deploys {
		if err := printDeploys(kamal, other.kamal); err != nil {
			return err
		}
	}
	if parts {
		slow, err = printParts(other.source)
	}
	return cmp.Or(err, slow)
}

// printDeploys prints the table of deploys.
func printDeploys(kamal, other string) error {
	fmt.Println("| servers | round trip | `deploy` | the program's own CPU time | its memory |\n| --- | --- | --- | --- | --- |")
	for _, hosts := range sizes {
		for _, trip := range trips {
			ours, err := measure(kamal, hosts, trip)
			if err != nil {
				return fmt.Errorf("measuring %d servers: %w", hosts, err)
			}
			row := ours.String()
			if other != "" {
				theirs, err := measure(other, hosts, trip)
				if err != nil {
					return fmt.Errorf("measuring %d servers with %q: %w", hosts, other, err)
				}
				row = ours.compared(theirs)
			}
			fmt.Printf("| %d | %d ms | %s |\n", hosts, trip.Milliseconds(), row)
		}
	}
	return nil
}

// printParts prints the table of the parts. What grows too fast is in slow.
func printParts(otherSource string) (slow, err error) {
	ours, err := runBenchmarks(".")
	if err != nil {
		return nil, err
	}
	var theirs results
	if otherSource != "" {
		if theirs, err = runBenchmarks(otherSource); err != nil {
			log.Printf("there are no benchmarks to compare with: %v", err)
		}
	}
	fmt.Print("\n", ours.table(theirs))
	if growth := ours.tooFast(); len(growth) > 0 {
		return errors.New("twice the work costs too much:\n" + strings.Join(growth, "\n")), nil
	}
	return nil, nil
}

// absolute is the path of a program.
func absolute(path string) (string, error) {
	if _, err := os.Stat(path); err != nil {
		return "", err
	}
	return filepath.Abs(path)
}
