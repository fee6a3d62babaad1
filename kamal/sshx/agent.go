package sshx

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

const windowsAgent = `\\.\pipe\openssh-ssh-agent`

// agentSocket is where the agent for a server listens, or empty.
func (e *Executor) agentSocket(t *target) string {
	if t.settings.IdentityAgent == "none" {
		return ""
	}
	path := cmp.Or(t.settings.IdentityAgent, e.opts.Getenv("SSH_AUTH_SOCK"))
	if path == "" && runtime.GOOS == "windows" {
		return windowsAgent
	}
	return path
}

func dialAgent(socket string) (io.ReadWriteCloser, error) {
	if strings.HasPrefix(socket, `\\.\pipe\`) {
		return os.OpenFile(socket, os.O_RDWR, 0)
	}
	return net.Dial("unix", socket)
}

// agentTurns is how many connections to the agent are open at a time: a thousand
// hosts at once would be more than its socket takes.
const agentTurns = 32

// askAgent connects to the agent when it is its turn, and lets ask talk to it. The
// end of the context ends that too, as where a person should confirm.
func (e *Executor) askAgent(ctx context.Context, socket string, ask func(agent.ExtendedAgent) error) error {
	if err := take(ctx, e.agents); err != nil {
		return err
	}
	defer func() { <-e.agents }()
	conn, err := dialAgent(socket)
	if err != nil {
		return err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	return ask(agent.NewClient(conn))
}

// agentKeys lists what the agent holds, and says in words what came of it.
func (e *Executor) agentKeys(ctx context.Context, socket string) (signers []ssh.Signer, said string) {
	if socket == "" {
		return nil, "none"
	}
	var keys []*agent.Key
	connected := false
	err := e.askAgent(ctx, socket, func(a agent.ExtendedAgent) (err error) {
		connected = true
		keys, err = a.List()
		return err
	})
	switch {
	case err != nil && connected:
		return nil, fmt.Sprintf("%s: %v", socket, err)
	case err != nil:
		return nil, err.Error()
	}
	for _, key := range keys {
		if public, err := ssh.ParsePublicKey(key.Blob); err == nil {
			signers = append(signers, &agentSigner{executor: e, ctx: ctx, socket: socket, public: public, comment: key.Comment})
		}
	}
	return signers, fmt.Sprintf("%s (keys: %d)", socket, len(signers))
}

// agentSigner signs by the agent. It connects to the agent for each signature, so
// that no socket stays open.
type agentSigner struct {
	executor        *Executor
	ctx             context.Context // of the login
	socket, comment string
	public          ssh.PublicKey
}

func (s *agentSigner) PublicKey() ssh.PublicKey { return s.public }

func (s *agentSigner) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	return s.SignWithAlgorithm(rand, data, "")
}

func (s *agentSigner) SignWithAlgorithm(_ io.Reader, data []byte, algorithm string) (signature *ssh.Signature, err error) {
	var flags agent.SignatureFlags
	switch algorithm {
	case ssh.KeyAlgoRSASHA256, ssh.CertAlgoRSASHA256v01:
		flags = agent.SignatureFlagRsaSha256
	case ssh.KeyAlgoRSASHA512, ssh.CertAlgoRSASHA512v01:
		flags = agent.SignatureFlagRsaSha512
	}
	err = s.executor.askAgent(s.ctx, s.socket, func(a agent.ExtendedAgent) (err error) {
		signature, err = a.SignWithFlags(s.public, data, flags)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("signing with key %q of the agent: %w", s.comment, err)
	}
	return signature, nil
}
