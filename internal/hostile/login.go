package hostile

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"net"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshtest"
)

// novel is what no error should pass on as it is.
var novel = strings.Repeat("\x1b]0;owned\a\r\n\u202e", 10_000)

// hugePacket is the begin of a packet that claims to have 256 MiB.
var hugePacket = binary.BigEndian.AppendUint32(nil, 256<<20)

// unkempt break the rules before keys are agreed on.
func unkempt() []Server {
	return []Server{
		{Name: "never ends its version", serve: func(c net.Conn) { endless(c, "SSH-2.0-", "x") }},
		{Name: "claims a packet of 256 MiB after its version", serve: func(c net.Conn) {
			_, _ = c.Write(append([]byte("SSH-2.0-x\r\n"), hugePacket...))
			endless(c, "x")
		}},
		{Name: "has a host key of 16384 bits", serve: showing(ssh.KeyAlgoRSASHA512, rsaKey(16384))},
		{Name: "has a host key of 300000 bits", serve: showing(ssh.KeyAlgoRSASHA512, rsaKey(300_000))},
		{Name: "has a host key that ends too soon", serve: showing(ssh.KeyAlgoED25519, []byte("\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20x"))},
		{Name: "has a host key that claims 4 GiB", serve: showing(ssh.KeyAlgoED25519, []byte("\xff\xff\xff\xffssh-ed25519"))},
		{Name: "has a host key without content", serve: showing(ssh.KeyAlgoED25519, nil)},
		{Name: "has a host key that is not its own", serve: func(c net.Conn) {
			stolen := sshtest.NewShown()
			stolen.Key = sshtest.NewKey().PublicKey().Marshal()
			_ = sshtest.NewPackets(c).Exchange(stolen)
		}},
	}
}

// rsaKey is a host key that nobody has, with so many bits.
func rsaKey(bits int) []byte {
	n := make([]byte, bits/8+1) // with a zero before, as it is no negative number
	_, _ = rand.NewChaCha8([32]byte{}).Read(n[1:])
	n[1], n[len(n)-1] = 0xff, 0xff
	return ssh.Marshal(struct {
		Name string
		E, N []byte
	}{ssh.KeyAlgoRSA, []byte{1, 0, 1}, n})
}

// showing shows a host key for which it has no signature.
func showing(algorithm string, key []byte) func(net.Conn) {
	return func(c net.Conn) {
		_ = sshtest.NewPackets(c).Exchange(sshtest.Shown{Algorithm: algorithm, Key: key, Signature: func([]byte) []byte {
			return ssh.Marshal(ssh.Signature{Format: algorithm, Blob: bytes.Repeat([]byte{1}, len(key))})
		}})
	}
}

// loginless break the rules of the login.
func loginless() []Server {
	banner := ssh.Marshal(struct {
		Text     string `sshtype:"53"`
		Language string
	}{Text: novel[:1000]})
	return []Server{
		{Name: "sends banners without end", serve: deciding(func(p *sshtest.Packets, _ []byte) error { return repeat(p, banner) })},
		{Name: "sends messages to ignore instead of a login", serve: deciding(func(p *sshtest.Packets, _ []byte) error { return repeat(p, ignored) })},
		{Name: "begins keys anew instead of a login", serve: deciding(func(p *sshtest.Packets, _ []byte) error {
			return repeat(p, sshtest.KeyInit(ssh.KeyAlgoED25519))
		})},
		{Name: "finds no key enough", serve: deciding(func(p *sshtest.Packets, try []byte) error {
			if good := sshtest.AcceptKey(try); good != nil {
				return p.Write(good)
			}
			return p.Write(sshtest.RefuseLogin(true, "publickey"))
		})},
		{Name: "asks questions instead of a login", serve: deciding(func(p *sshtest.Packets, _ []byte) error {
			return p.Write(ssh.Marshal(struct {
				Name     string `sshtype:"60"`
				Text     string
				Language string
				Prompts  uint32
				Prompt   string
				Shown    bool
			}{Prompts: 1, Prompt: novel}))
		})},
		{Name: "names endless ways to log in", serve: deciding(func(p *sshtest.Packets, _ []byte) error {
			return p.Write(sshtest.RefuseLogin(false, strings.Split(novel, "\n")...))
		})},
		{Name: "says goodbye with a novel instead of a login", serve: deciding(func(p *sshtest.Packets, _ []byte) error { return p.Write(goodbye) })},
		{Name: "claims a packet of 256 MiB instead of a login", serve: deciding(func(p *sshtest.Packets, _ []byte) error { return repeatRaw(p, hugePacket) })},
	}
}

// deciding answers each try to log in, and lets nobody in.
func deciding(answer func(p *sshtest.Packets, try []byte) error) func(net.Conn) {
	return func(c net.Conn) {
		p := sshtest.NewPackets(c)
		_ = p.LogIn(sshtest.NewShown(), func(try []byte) (bool, error) { return false, answer(p, try) })
	}
}
