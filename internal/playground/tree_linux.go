package playground

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
)

const (
	ownMounts  = syscall.CLONE_NEWNS | syscall.CLONE_NEWPID
	ownNetwork = syscall.CLONE_NEWNET | syscall.CLONE_NEWUTS
)

// tree is a process with all its descendants, in namespaces of their own, where it is process 1:
// when it ends the kernel ends them all. It also ends when this program does.
type tree struct {
	pid  int
	gate io.WriteCloser
	done chan struct{}
}

// startTree runs a shell script, which it writes into dir, in a new mount and process namespace,
// and if isolated in a network of its own. The script's standard input is the gate; its last
// argument is dir.
func startTree(dir, script string, isolated bool, args ...string) (*tree, error) {
	flags := ownMounts
	if isolated {
		flags |= ownNetwork
	}
	if err := writeFiles(dir, map[string]string{"init.sh": script}); err != nil {
		return nil, err
	}
	out, err := os.Create(filepath.Join(dir, "init.log"))
	if err != nil {
		return nil, err
	}
	defer out.Close()
	argv := append([]string{filepath.Join(dir, "init.sh")}, append(args, dir)...)
	cmd := exec.Command("/bin/sh", argv...)
	cmd.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"}
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: uintptr(flags), Setsid: true, Pdeathsig: syscall.SIGKILL}
	gate, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	t := &tree{gate: gate, done: make(chan struct{})}
	started := make(chan error)
	go t.watch(cmd, started)
	return t, <-started
}

// watch starts cmd and waits for it on one thread: the kernel's promise to end the tree is bound
// to the thread that started it.
func (t *tree) watch(cmd *exec.Cmd, started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer close(t.done)
	err := cmd.Start()
	if err == nil {
		t.pid = cmd.Process.Pid
	}
	started <- err
	if err == nil {
		_ = cmd.Wait()
	}
}

// open lets the script, which waits at its gate, go on.
func (t *tree) open() error {
	_, err := io.WriteString(t.gate, "\n")
	return err
}

// kill ends all processes of the tree and waits for its end. A nil tree has ended.
func (t *tree) kill() {
	if t == nil {
		return
	}
	select {
	case <-t.done:
		return
	default:
	}
	_ = syscall.Kill(t.pid, syscall.SIGKILL)
	<-t.done
}

// probeNamespaces tries what a host needs, in a process that ends at once.
func probeNamespaces() error {
	cmd := exec.Command("/bin/sh", "-c", "mount --make-rprivate / && mount -t tmpfs tmpfs /run && mount -t proc proc /proc")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: ownMounts | ownNetwork}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, lastLines(string(out)))
	}
	return nil
}
