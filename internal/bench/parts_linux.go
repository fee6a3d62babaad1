package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// benchmarked are the packages with the benchmarks that are run.
var benchmarked = []string{"./kamal/sshx", "./internal/hostcmd", "./internal/bench"}

// runBenchmarks runs the benchmarks of the parts, of the source in a folder.
func runBenchmarks(dir string) (results, error) {
	args := append([]string{"test", "-run", "^$", "-bench", ".", "-benchmem", "-benchtime", "0.3s", "-count", "3", "-timeout", "60m"}, benchmarked...)
	cmd := exec.Command("go", args...)
	var out bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, io.MultiWriter(&out, os.Stderr), os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("running the benchmarks: %w", err)
	}
	return parseResults(&out)
}
