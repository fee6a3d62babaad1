package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/kamaltest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

const mega = 1 << 20

// loop measures do, with the CPU time that this process takes for it: also what the
// simulated hosts take, which is less.
func loop(b *testing.B, do func() error) {
	b.Helper()
	b.ReportAllocs()
	began := cpu(b)
	for b.Loop() {
		if err := do(); err != nil {
			b.Fatalf("%.2000s", err.Error())
		}
	}
	b.ReportMetric(float64(cpu(b)-began)/float64(b.N), "cpu-ns/op")
}

func cpu(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// each runs a benchmark for some sizes.
func each(b *testing.B, what string, sizes []int, run func(b *testing.B, n int)) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("%s=%d", what, n), func(b *testing.B) { run(b, n) })
	}
}

func parse(b *testing.B, hosts []string, version string) *config.Config {
	b.Helper()
	cfg, err := config.Parse(b.Context(), projectText(hosts), config.Options{
		Version: config.Version(version), Environ: []string{"REGISTRY_PASSWORD=secret"}, WorkDir: b.TempDir(),
	})
	if err != nil {
		b.Fatal(err)
	}
	return cfg
}

// BenchmarkDeploy is a deploy of a version whose image is in the registry, with
// reading the configuration and logging in.
func BenchmarkDeploy(b *testing.B) {
	each(b, "hosts", []int{1, 10, 100, 500, 1000}, func(b *testing.B, n int) {
		for _, trip := range trips {
			b.Run("trip="+trip.String(), func(b *testing.B) {
				r := kamaltest.NewRecorder(b)
				r.SetService("*", "shop")
				f, err := r.Serve(b.TempDir(), names(n), kamaltest.FleetOptions{Delay: trip / 2, InMemory: true})
				if err != nil {
					b.Fatal(err)
				}
				defer f.Close()
				version := 0
				deploy := func() error {
					version++
					// All logins at once may take their time, on few cores.
					x := sshx.New(sshx.Options{ConfigFiles: []string{f.ConfigFile()}, Dial: f.Dial, ConnectTimeout: 5 * time.Minute})
					defer x.Close()
					cfg := parse(b, names(n), fmt.Sprintf("v%d", version))
					return kamal.New(cfg, x, kamal.WithLocal(kamaltest.NewRecorder(nil))).Deploy(b.Context(), kamal.DeployOptions{SkipPush: true})
				}
				if err := deploy(); err != nil { // the first one also sets the proxy up
					b.Fatalf("%.2000s", err.Error())
				}
				loop(b, deploy)
			})
		}
	})
}

// BenchmarkConfiguration is reading the configuration of many hosts.
func BenchmarkConfiguration(b *testing.B) {
	each(b, "hosts", []int{1000, 2000}, func(b *testing.B, n int) {
		hosts := names(n)
		loop(b, func() error {
			parse(b, hosts, "v1")
			return nil
		})
	})
}

// BenchmarkOutput is the output of a command on a host, handed on as it comes.
func BenchmarkOutput(b *testing.B) {
	for _, kind := range []struct{ name, text string }{
		{"lines", strings.Repeat(strings.Repeat("x", 79)+"\n", mega/80)},
		{"unbroken", strings.Repeat("x", mega)},
	} {
		b.Run(kind.name, func(b *testing.B) {
			each(b, "MB", []int{8, 16}, func(b *testing.B, n int) {
				x := oneHost(b, func(_ context.Context, r sshtest.Request) int {
					if strings.Contains(r.Line, "much") {
						for range n {
							_, _ = io.WriteString(r.Stdout, kind.text)
						}
					}
					return 0
				})
				d := kamal.New(parse(b, []string{"app1"}, "v1"), x, kamal.WithLocal(kamaltest.NewRecorder(nil)))
				b.SetBytes(int64(n) * mega)
				loop(b, func() error {
					_, err := d.Server().Exec(b.Context(), kamal.ExecOptions{Command: "much", Pieces: func(kamal.Piece) {}})
					return err
				})
			})
		})
	}
}

// BenchmarkUpload is a command that gets much on its standard input.
func BenchmarkUpload(b *testing.B) {
	each(b, "MB", []int{8, 16}, func(b *testing.B, n int) {
		x := oneHost(b, func(_ context.Context, r sshtest.Request) int {
			_, _ = io.Copy(io.Discard, r.Stdin)
			return 0
		})
		data := bytes.Repeat([]byte("x"), n*mega)
		b.SetBytes(int64(n) * mega)
		loop(b, func() error {
			cmd := commands.Command("cat")
			cmd.Stdin = bytes.NewReader(data)
			return x.Run(b.Context(), "app1", cmd)
		})
	})
}

// oneHost gives an executor that reaches app1.
func oneHost(b *testing.B, handler func(context.Context, sshtest.Request) int) *sshx.Executor {
	b.Helper()
	s := sshtest.Start(b, sshtest.Options{Handler: handler})
	dir := b.TempDir()
	sshtest.WriteKey(b, filepath.Join(dir, "key"), "")
	write(b, filepath.Join(dir, "known_hosts"), s.KnownHosts())
	write(b, filepath.Join(dir, "ssh_config"), fmt.Sprintf("Host app1\n  HostName 127.0.0.1\n  Port %d\n  IdentityFile %s/key\n  IdentitiesOnly yes\n  IdentityAgent none\n  UserKnownHostsFile %s/known_hosts\n", s.Port(), dir, dir))
	x := sshx.New(sshx.Options{ConfigFiles: []string{filepath.Join(dir, "ssh_config")}})
	b.Cleanup(func() { _ = x.Close() })
	return x
}

func write(b *testing.B, path, text string) {
	b.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkKnownHosts is the first command on 50 hosts, with a known_hosts in which
// so many others stand too, by hashed names.
func BenchmarkKnownHosts(b *testing.B) {
	each(b, "lines", []int{1000, 2000}, func(b *testing.B, n int) {
		dir := b.TempDir()
		f, err := kamaltest.NewRecorder(b).Serve(dir, names(50), kamaltest.FleetOptions{InMemory: true})
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		key := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(sshtest.NewKey().PublicKey())))
		var others strings.Builder
		for i := range n {
			fmt.Fprintf(&others, "%s %s\n", knownhosts.HashHostname(fmt.Sprintf("other%d", i)), key)
		}
		file := filepath.Join(dir, "known_hosts")
		known, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		write(b, file, others.String()+string(known))
		loop(b, func() error {
			x := sshx.New(sshx.Options{ConfigFiles: []string{f.ConfigFile()}, Dial: f.Dial})
			defer x.Close()
			for _, host := range names(50) {
				if err := x.Run(b.Context(), host, commands.Command("true")); err != nil {
					return err
				}
			}
			return nil
		})
	})
}
