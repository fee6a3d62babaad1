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

// agentKeys lists what the agent holds, and says in words what came of it.
func agentKeys(socket string) (signers []ssh.Signer, said string) {
	if socket == "" {
		return nil, "none"
	}
	conn, err := dialAgent(socket)
	if err != nil {
		return nil, err.Error()
	}
	defer conn.Close()
	keys, err := agent.NewClient(conn).List()
	if err != nil {
		return nil, fmt.Sprintf("%s: %v", socket, err)
	}
	for _, key := range keys {
		if public, err := ssh.ParsePublicKey(key.Blob); err == nil {
			signers = append(signers, &agentSigner{socket: socket, public: public, comment: key.Comment})
		}
	}
	return signers, fmt.Sprintf("%s (keys: %d)", socket, len(signers))
}

// agentSigner signs by the agent. It connects to the agent for each signature,
// so that no socket stays open and waiting for a person blocks nobody else.
type agentSigner struct {
	socket, comment string
	public          ssh.PublicKey
}

func (s *agentSigner) PublicKey() ssh.PublicKey { return s.public }

func (s *agentSigner) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	return s.SignWithAlgorithm(rand, data, "")
}

func (s *agentSigner) SignWithAlgorithm(_ io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	conn, err := dialAgent(s.socket)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	var flags agent.SignatureFlags
	switch algorithm {
	case ssh.KeyAlgoRSASHA256, ssh.CertAlgoRSASHA256v01:
		flags = agent.SignatureFlagRsaSha256
	case ssh.KeyAlgoRSASHA512, ssh.CertAlgoRSASHA512v01:
		flags = agent.SignatureFlagRsaSha512
	}
	signature, err := agent.NewClient(conn).SignWithFlags(s.public, data, flags)
	if err != nil {
		return nil, fmt.Errorf("signing with key %q of the agent: %w", s.comment, err)
	}
	return signature, nil
}

// ForwardsAgent reports whether a host may use the agent here, once its key is
// known. It connects to nobody.
func (e *Executor) ForwardsAgent(ctx context.Context, host string) (bool, error) {
	t, err := e.target(ctx, host)
	if err != nil {
		return false, err
	}
	return e.forwardedAgent(t) != "", nil
}
