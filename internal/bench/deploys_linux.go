package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/kamal-go/kamal/kamal/kamaltest"
)

// cost is what a deploy costs.
type cost struct {
	took, cpu time.Duration
	memory    int64 // in MB
}

func (c cost) String() string {
	return fmt.Sprintf("%.1f s | %.2f s | %d MB", c.took.Seconds(), c.cpu.Seconds(), c.memory)
}

// compared gives c with how many times as much it is as that of another program.
func (c cost) compared(other cost) string {
	return fmt.Sprintf("%.1f s (%s) | %.2f s (%s) | %d MB (%s)", c.took.Seconds(), ratio(float64(c.took), float64(other.took)),
		c.cpu.Seconds(), ratio(float64(c.cpu), float64(other.cpu)), c.memory, ratio(float64(c.memory), float64(other.memory)))
}

// measure deploys twice to new servers, and gives what the second time costs: the
// first one also sets the proxy up.
func measure(kamal string, count int, trip time.Duration) (c cost, err error) {
	if kamal, err = absolute(kamal); err != nil {
		return cost{}, err
	}
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return cost{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	r := kamaltest.NewRecorder(nil)
	r.SetService("*", "shop")
	fleet, err := r.Serve(dir, names(count), kamaltest.FleetOptions{Delay: trip / 2})
	if err != nil {
		return cost{}, err
	}
	defer fleet.Close()
	if err := writeProject(dir, names(count), fleet.ConfigFile()); err != nil {
		return cost{}, err
	}
	for _, version := range []string{"v1", "v2"} {
		cmd := exec.Command(kamal, "deploy", "--skip-push", "--version", version)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "HOME="+dir, "REGISTRY_PASSWORD=secret")
		start := time.Now()
		memory, err := runWatched(cmd)
		if err != nil {
			return cost{}, err
		}
		state := cmd.ProcessState
		c = cost{time.Since(start), state.UserTime() + state.SystemTime(), memory}
	}
	return c, nil
}

func names(count int) []string {
	hosts := make([]string, count)
	for i := range hosts {
		hosts[i] = fmt.Sprintf("app%d", i+1)
	}
	return hosts
}

// projectText is a configuration that deploys to hosts.
func projectText(hosts []string) string {
	return fmt.Sprintf("service: shop\nimage: shop\nservers: [%s]\nregistry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}\n"+
		"builder: {arch: amd64, context: .}\nproxy: {host: shop.example.com}\n", strings.Join(hosts, ", "))
}

func writeProject(dir string, hosts []string, sshConfig string) error {
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "config"), 0o755), os.MkdirAll(filepath.Join(dir, ".kamal"), 0o755)); err != nil {
		return err
	}
	config := projectText(hosts) + fmt.Sprintf("ssh: {config: [%q]}\n", sshConfig)
	return errors.Join(os.WriteFile(filepath.Join(dir, "config/deploy.yml"), []byte(config), 0o600),
		os.WriteFile(filepath.Join(dir, ".kamal/secrets"), []byte("REGISTRY_PASSWORD=$REGISTRY_PASSWORD\n"), 0o600))
}
