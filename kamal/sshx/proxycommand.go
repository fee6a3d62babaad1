package sshx

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// processConn is a connection over the standard input and output of a process.
type processConn struct {
	io.ReadCloser
	in     io.WriteCloser
	cmd    *exec.Cmd
	stderr *tail
	once   sync.Once
	err    error
}

// startProxy runs a ProxyCommand. The word exec lets closing reach the program
// itself and not only the shell around it.
func startProxy(command string) (*processConn, error) {
	cmd := localShell(context.Background(), execPrefix+command)
	p := &processConn{cmd: cmd, stderr: &tail{}}
	cmd.Stderr = p.stderr
	cmd.WaitDelay = time.Second
	var err error
	if p.in, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if p.ReadCloser, err = cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting ProxyCommand %q: %w", command, err)
	}
	return p, nil
}

func (p *processConn) Write(b []byte) (int, error) { return p.in.Write(b) }

// Close ends the process and waits for it.
func (p *processConn) Close() error {
	p.once.Do(func() {
		p.in.Close()
		p.ReadCloser.Close()
		_ = p.cmd.Process.Kill()
		p.err = p.cmd.Wait()
	})
	return nil
}

// explain adds what the process had to say to an error.
func (p *processConn) explain(err error) error {
	if text := p.stderr.String(); text != "" {
		return fmt.Errorf("%w (ProxyCommand says: %s)", err, text)
	}
	return err
}

// LocalAddr and RemoteAddr have the form of an address, for there is none.
func (p *processConn) LocalAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4zero} }

func (p *processConn) RemoteAddr() net.Addr { return p.LocalAddr() }

func (p *processConn) SetDeadline(time.Time) error { return nil }

func (p *processConn) SetReadDeadline(time.Time) error { return nil }

func (p *processConn) SetWriteDeadline(time.Time) error { return nil }

// tail keeps the end of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

const tailSize = 1024

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf.Write(b)
	if over := t.buf.Len() - tailSize; over > 0 {
		t.buf.Next(over)
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(strings.FieldsFunc(t.buf.String(), func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}
