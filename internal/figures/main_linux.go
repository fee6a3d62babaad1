// Command figures measures deploys to simulated servers behind real SSH, and
// prints the table of docs/performance.md.
//
//	figures bin/kamal
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/kamal-go/kamal/kamal/kamaltest"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: figures KAMAL")
	}
	kamal, err := filepath.Abs(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("| servers | round trip | `deploy` | the program's own CPU time | its memory |\n| --- | --- | --- | --- | --- |")
	for _, hosts := range []int{1, 10, 100} {
		for _, trip := range []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond} {
			row, err := measure(kamal, hosts, trip)
			if err != nil {
				log.Fatalf("measuring %d servers: %v", hosts, err)
			}
			fmt.Println(row)
		}
	}
}

// measure deploys twice to new servers, and gives the row of the second time: the
// first one also sets the proxy up.
func measure(kamal string, count int, trip time.Duration) (row string, err error) {
	dir, err := os.MkdirTemp("", "figures-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	hosts := make([]string, count)
	for i := range hosts {
		hosts[i] = fmt.Sprintf("app%d", i+1)
	}
	fleet, err := kamaltest.NewFleet(dir, hosts, kamaltest.FleetOptions{Delay: trip / 2, Service: "shop"})
	if err != nil {
		return "", err
	}
	defer fleet.Close()
	if err := writeProject(dir, hosts, fleet.ConfigFile()); err != nil {
		return "", err
	}
	var state *os.ProcessState
	var took time.Duration
	for _, version := range []string{"v1", "v2"} {
		cmd := exec.Command(kamal, "deploy", "--skip-push", "--version", version)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "HOME="+dir, "REGISTRY_PASSWORD=secret")
		start := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%w: %s", err, out)
		}
		took, state = time.Since(start), cmd.ProcessState
	}
	memory := state.SysUsage().(*syscall.Rusage).Maxrss >> 10
	return fmt.Sprintf("| %d | %d ms | %.1f s | %.2f s | %d MB |", count, trip.Milliseconds(), took.Seconds(),
		(state.UserTime() + state.SystemTime()).Seconds(), memory), nil
}

func writeProject(dir string, hosts []string, sshConfig string) error {
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "config"), 0o755), os.MkdirAll(filepath.Join(dir, ".kamal"), 0o755)); err != nil {
		return err
	}
	config := fmt.Sprintf("service: shop\nimage: shop\nservers: [%s]\nregistry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}\n"+
		"builder: {arch: amd64, context: .}\nproxy: {host: shop.example.com}\nssh: {config: [%q]}\n", strings.Join(hosts, ", "), sshConfig)
	return errors.Join(os.WriteFile(filepath.Join(dir, "config/deploy.yml"), []byte(config), 0o600),
		os.WriteFile(filepath.Join(dir, ".kamal/secrets"), []byte("REGISTRY_PASSWORD=$REGISTRY_PASSWORD\n"), 0o600))
}
