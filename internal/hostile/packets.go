package hostile

import (
	"net"

	"golang.org/x/crypto/ssh"

	"github.com/kamal-go/kamal/internal/sshtest"
)

// Packets that a server may send at any time.
var (
	ignored = ssh.Marshal(struct {
		Data []byte `sshtype:"2"`
	}{make([]byte, 1000)})
	debugged = ssh.Marshal(struct {
		Show           bool `sshtype:"4"`
		Text, Language string
	}{Show: true, Text: novel[:1000]})
	goodbye = ssh.Marshal(struct {
		Reason         uint32 `sshtype:"1"`
		Text, Language string
	}{Reason: 11, Text: novel})
)

// Packets about a channel.
type (
	widened struct {
		Channel uint32 `sshtype:"93"`
		By      uint32
	}
	printed struct {
		Channel uint32 `sshtype:"94"`
		Data    []byte
	}
	answered struct {
		Channel uint32 `sshtype:"99"`
	}
	refusedChannel struct {
		Channel, Reason uint32 `sshtype:"92"`
		Text, Language  string
	}
)

// lawless let everybody in and break the rules of packets when a session is
// opened or a command is asked for.
func lawless() []Server {
	return []Server{
		commanding("claims a packet of 256 MiB in a command", func(p *sshtest.Packets, _ uint32) error { return repeatRaw(p, hugePacket) }),
		commanding("sends noise in a command", func(p *sshtest.Packets, _ uint32) error {
			return repeatRaw(p, []byte("\x00\x00\x00\x20noise noise noise"))
		}),
		commanding("widens a window beyond all numbers", func(p *sshtest.Packets, ch uint32) error { return p.Write(ssh.Marshal(widened{ch, 1<<32 - 1})) }),
		commanding("prints more at once than agreed", func(p *sshtest.Packets, ch uint32) error {
			return p.Write(ssh.Marshal(printed{ch, make([]byte, 200<<10)}))
		}),
		commanding("prints to a session that is not there", func(p *sshtest.Packets, ch uint32) error {
			return p.Write(ssh.Marshal(printed{ch + 1000, make([]byte, 1000)}))
		}),
		commanding("says goodbye with a novel in a command", func(p *sshtest.Packets, _ uint32) error { return p.Write(goodbye) }),
		commanding("starts a command again and again", func(p *sshtest.Packets, ch uint32) error { return p.Write(ssh.Marshal(answered{ch})) }),
		commanding("answers what nobody asked", func(p *sshtest.Packets, _ uint32) error { return repeat(p, []byte{81}) }),
		commanding("widens a window beyond all numbers again and again", func(p *sshtest.Packets, ch uint32) error {
			return repeat(p, ssh.Marshal(widened{ch, 1<<32 - 1}))
		}),
		opening("refuses sessions with a novel", func(p *sshtest.Packets, ch uint32) error {
			return p.Write(ssh.Marshal(refusedChannel{Channel: ch, Reason: 1, Text: novel}))
		}),
		opening("prints to a session in which nothing runs", func(p *sshtest.Packets, ch uint32) error {
			if err := accept(p, ch); err != nil || ch == 0 { // one that is opened ahead of need
				return err
			}
			for range 130 { // a little more than the 2 MiB that may lie there
				if err := p.Write(ssh.Marshal(printed{ch, make([]byte, 16<<10)})); err != nil {
					return err
				}
			}
			return nil
		}),
	}
}

// talkative let everybody in and never stop to send what they may send, without
// hearing what is said to it.
func talkative() []Server {
	asked := struct {
		Kind string `sshtype:"80"`
		Want bool
		Data []byte `ssh:"rest"`
	}{"hostkeys-00@openssh.com", false, make([]byte, 1000)}
	urgent := asked
	urgent.Want = true
	var opened []func(p *sshtest.Packets, _ uint32) error
	for _, kind := range []string{"session", "x11", "forwarded-tcpip", "auth-agent@openssh.com"} {
		packet := ssh.Marshal(struct {
			Kind                   string `sshtype:"90"`
			Channel, Window, Piece uint32
		}{kind, 7, 1 << 20, 1 << 15})
		opened = append(opened, func(p *sshtest.Packets, _ uint32) error { return p.Write(packet) })
	}
	return []Server{
		commanding("sends messages to ignore without end", func(p *sshtest.Packets, _ uint32) error { return repeat(p, ignored) }),
		commanding("sends messages to debug without end", func(p *sshtest.Packets, _ uint32) error { return repeat(p, debugged) }),
		commanding("asks without end for no answer", func(p *sshtest.Packets, _ uint32) error { return repeat(p, ssh.Marshal(asked)) }),
		commanding("asks without end and hears no answer", func(p *sshtest.Packets, _ uint32) error { return repeat(p, ssh.Marshal(urgent)) }),
		commanding("begins keys anew without end", func(p *sshtest.Packets, _ uint32) error {
			return repeat(p, sshtest.KeyInit(ssh.KeyAlgoED25519))
		}),
		commanding("opens channels without end and hears no answer", func(p *sshtest.Packets, ch uint32) error {
			for i := 0; ; i++ {
				if err := opened[i%len(opened)](p, ch); err != nil {
					return err
				}
			}
		}),
		{Name: "changes keys every 256 bytes", Connects: true, Works: true, serve: rekeying},
	}
}

// commanding does something when a command is asked for.
func commanding(name string, run func(p *sshtest.Packets, channel uint32) error) Server {
	return Server{Name: name, Connects: true, serve: func(c net.Conn) { speak(c, accept, run) }}
}

// opening does something when a session is asked for.
func opening(name string, open func(p *sshtest.Packets, channel uint32) error) Server {
	return Server{Name: name, Connects: true, serve: func(c net.Conn) { speak(c, open, func(*sshtest.Packets, uint32) error { return nil }) }}
}

// accept opens a channel. It has the same number on both sides.
func accept(p *sshtest.Packets, channel uint32) error {
	return p.Write(ssh.Marshal(struct {
		Theirs uint32 `sshtype:"91"`
		Ours   uint32
		Window uint32
		Piece  uint32
	}{channel, channel, 1 << 20, 1 << 15}))
}

// speak lets everybody in, opens channels and starts commands.
func speak(c net.Conn, open, run func(p *sshtest.Packets, channel uint32) error) {
	p := sshtest.NewPackets(c)
	err := p.Welcome()
	for err == nil {
		var packet []byte
		if packet, err = p.Read(); err != nil {
			return
		}
		switch packet[0] {
		case 90:
			var m struct {
				Kind    string `sshtype:"90"`
				Channel uint32
				Rest    []byte `ssh:"rest"`
			}
			if err = ssh.Unmarshal(packet, &m); err == nil {
				err = open(p, m.Channel)
			}
		case 98:
			var m struct {
				Channel uint32 `sshtype:"98"`
				Kind    string
				Rest    []byte `ssh:"rest"`
			}
			if err = ssh.Unmarshal(packet, &m); err == nil && m.Kind == "exec" {
				err = p.Write(ssh.Marshal(answered{m.Channel}))
				if err == nil {
					err = run(p, m.Channel)
				}
			}
		}
	}
}

// repeat sends a packet until nobody takes it any more.
func repeat(p *sshtest.Packets, packet []byte) error { return repeating(p.Write, packet) }

// repeatRaw sends bytes that are no packet until nobody takes them any more.
func repeatRaw(p *sshtest.Packets, b []byte) error { return repeating(p.Raw, b) }

func repeating(send func([]byte) error, b []byte) error {
	for {
		if err := send(b); err != nil {
			return err
		}
	}
}

// rekeying changes keys as often as it may, and runs commands that print a little.
func rekeying(c net.Conn) {
	config := &ssh.ServerConfig{NoClientAuth: true}
	config.RekeyThreshold = 256
	config.AddHostKey(sshtest.NewKey())
	conn, channels, requests, err := ssh.NewServerConn(c, config)
	if err != nil {
		return
	}
	defer conn.Close()
	go ssh.DiscardRequests(requests)
	runAll(channels, make([]byte, 10_000))
}
