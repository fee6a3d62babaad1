package e2e_test

import (
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// ciImageLimit is how much of the image for CI a job has to fetch at most.
const ciImageLimit = 100_000_000

// counted is how many bytes were written to it.
type counted int64

func (c *counted) Write(b []byte) (int, error) {
	*c += counted(len(b))
	return len(b), nil
}

func TestCIImage_Deploys(t *testing.T) {
	a := newLoneApp(t)
	image, err := ground.BuildCIImage(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	engine := strings.TrimPrefix(environment(ground.Environ(), "DOCKER_HOST"), "unix://")
	agent := startAgent(t)
	inImage := func(args ...string) *exec.Cmd {
		return a.Command(t.Context(), "docker", append([]string{
			"run", "--rm", "--network=host", "--volume", a.Dir + ":/work", "--volume", engine + ":/var/run/docker.sock",
			"--volume", agent + ":/agent", "--env", "SSH_AUTH_SOCK=/agent", image,
		}, args...)...)
	}
	if out, err := inImage("version").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	// The folder is another account's, as those of CI's jobs are.
	if err := os.Chown(filepath.Join(a.Dir, ".git"), 1234, 1234); err != nil {
		t.Fatal(err)
	}
	version := a.version(t)
	if out, err := inImage("setup").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	a.wantServed(t, version)

	save := a.Command(t.Context(), "docker", "save", image)
	if size := zippedSize(t, save); size > ciImageLimit {
		t.Errorf("the image has %d bytes", size)
	} else {
		t.Logf("the image has %d bytes", size)
	}
}

// zippedSize is that of what a program prints.
func zippedSize(t *testing.T, cmd *exec.Cmd) int64 {
	t.Helper()
	var size counted
	zipped, err := gzip.NewWriterLevel(&size, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err == nil {
		_, err = io.Copy(zipped, out)
	}
	if err == nil {
		err = cmd.Wait()
	}
	if err == nil {
		err = zipped.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return int64(size)
}

// startAgent starts an ssh agent that holds the servers' key, and gives its socket.
func startAgent(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "agent")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "socket")
	agent := exec.CommandContext(t.Context(), "ssh-agent", "-D", "-a", socket)
	if err := agent.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = agent.Process.Kill(); _ = agent.Wait() })
	eventually(t, "the agent takes the key", func() bool {
		add := exec.CommandContext(t.Context(), "ssh-add", "-q", ground.KeyFile)
		add.Env = append(os.Environ(), "SSH_AUTH_SOCK="+socket)
		return add.Run() == nil
	})
	return socket
}

// environment is the value of a variable in an environment.
func environment(env []string, name string) string {
	for _, entry := range env {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}
