package sshtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// session is one channel in which a command may run.
type session struct {
	client  *client
	channel ssh.Channel
	wg      sync.WaitGroup
}

func (s *session) serve(ctx context.Context, requests <-chan *ssh.Request) {
	ctx, cancel := context.WithCancel(ctx)
	for r := range requests {
		var m struct{ Line string }
		ok := false
		switch {
		case r.Type == "exec" && !s.client.server.opts.RefuseExec && ssh.Unmarshal(r.Payload, &m) == nil:
			ok = true
			s.client.server.note(m.Line)
			s.wg.Go(func() { s.run(ctx, m.Line) })
		case r.Type == "subsystem" && s.client.server.opts.Handler == nil && string(r.Payload[4:]) == "sftp":
			ok = true
			s.wg.Go(s.files)
		case r.Type == "auth-agent-req@openssh.com":
			ok = true
			s.client.server.noteAgent()
		}
		if r.WantReply {
			_ = r.Reply(ok, nil)
		}
	}
	cancel()
	s.wg.Wait()
}

// files is the subsystem sftp, in the folder of the shell.
func (s *session) files() {
	defer s.channel.Close()
	server, err := sftp.NewServer(s.channel, sftp.WithServerWorkingDirectory(s.client.server.opts.Dir))
	if err == nil {
		_ = server.Serve()
	}
}

func (s *Server) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, line)
}

func (s *Server) noteAgent() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agents++
}

func (s *session) run(ctx context.Context, line string) {
	defer s.channel.Close()
	var kind string
	var payload []byte
	if s.client.server.opts.Handler != nil {
		kind, payload = "exit-status", ssh.Marshal(struct{ Status uint32 }{uint32(s.handle(ctx, line))})
	} else {
		kind, payload = s.shell(line)
	}
	_ = s.channel.CloseWrite()
	_, _ = s.channel.SendRequest(kind, false, payload)
}

var (
	pidPrefix = regexp.MustCompile(`^sh -c 'echo (\S+)=\$PPID >&2'; `)
	killed    = regexp.MustCompile(`^sh -c '.*kill -s TERM -- -(\d+) `)
)

// handle gives a line to the handler, and acts as its process: it tells its
// number, and another line can end it.
func (s *session) handle(ctx context.Context, line string) int {
	if m := killed.FindStringSubmatch(line); m != nil {
		pid, _ := strconv.Atoi(m[1])
		if s.client.server.endHandler(pid) {
			return 0
		}
		return 1
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if m := pidPrefix.FindStringSubmatch(line); m != nil {
		line = strings.TrimPrefix(line, m[0])
		fmt.Fprintf(s.channel.Stderr(), "%s=%d\n", m[1], s.client.server.register(ctx, cancel))
	}
	line = unwrap(line)
	if line == waits {
		var ok bool
		if line, ok = s.waitForLine(ctx); !ok {
			return 1
		}
	}
	return s.client.server.opts.Handler(ctx, Request{
		User: s.client.conn.User(), Line: line, Stdin: s.channel, Stdout: s.channel, Stderr: s.channel.Stderr(),
	})
}

// waits is a shell that waits for the line to run.
const waits = `IFS= read -r kamal_line && eval "$(printf %b "$kamal_line")"`

// waitForLine reads the line as read and printf's %b do, and no more of the input.
func (s *session) waitForLine(ctx context.Context) (string, bool) {
	defer context.AfterFunc(ctx, func() { s.channel.Close() })()
	var line []byte
	for b := make([]byte, 1); ; {
		if _, err := io.ReadFull(s.channel, b); err != nil {
			return "", false
		}
		if b[0] == '\n' {
			s.client.server.note(string(line))
			return strings.NewReplacer(`\\`, `\`, `\n`, "\n").Replace(string(line)), true
		}
		line = append(line, b[0])
	}
}

// register gives a handler a process number.
func (s *Server) register(ctx context.Context, cancel context.CancelFunc) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastPID++
	pid := s.lastPID
	s.handlers[pid] = cancel
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.handlers, pid)
	})
	return pid
}

// endHandler ends the handler with a process number, if it still runs.
func (s *Server) endHandler(pid int) bool {
	s.mu.Lock()
	cancel, ok := s.handlers[pid]
	s.mu.Unlock()
	if ok {
		cancel()
	}
	return ok
}

// shell runs a line as sshd does: in a session and process group of its own,
// which outlives the connection, but not the server.
func (s *session) shell(line string) (kind string, payload []byte) {
	words := append(slices.Clone(s.client.server.opts.Shell), "-c", line)
	cmd := exec.CommandContext(s.client.server.ctx, words[0], words[1:]...)
	cmd.Dir = s.client.server.opts.Dir
	cmd.Env = append(os.Environ(), s.client.server.opts.Env...)
	cmd.Stdout, cmd.Stderr = s.channel, s.channel.Stderr()
	newGroup(cmd)
	stdin, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return "exit-status", ssh.Marshal(struct{ Status uint32 }{127})
	}
	go copyAndClose(stdin, s.channel)
	err = cmd.Wait()
	if name := signalOf(cmd.ProcessState); name != "" {
		return "exit-signal", ssh.Marshal(struct {
			Signal        string
			Core          bool
			Message, Lang string
		}{Signal: name})
	}
	status := 0
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		status = e.ExitCode()
	}
	return "exit-status", ssh.Marshal(struct{ Status uint32 }{uint32(status)})
}
