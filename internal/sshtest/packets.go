package sshtest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// Packets is the server's side of a connection, packet by packet, for servers that
// break the rules: what it sends need not make sense. It writes from any goroutine,
// and reads from one.
type Packets struct {
	conn   net.Conn
	reader *bufio.Reader
	in     *sealer
	mu     sync.Mutex // of what writes
	out    *sealer
}

// NewPackets takes a connection over, on which nothing was said yet.
func NewPackets(c net.Conn) *Packets { return &Packets{conn: c, reader: bufio.NewReader(c)} }

// Raw sends bytes as they are.
func (p *Packets) Raw(b []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, err := p.conn.Write(b)
	return err
}

// Write sends one packet.
func (p *Packets) Write(payload []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	block, length := 8, 4 // the length counts only where it is encrypted
	if p.out != nil {
		block, length = 16, 0
	}
	padding := block - (length+1+len(payload))%block
	if padding < 4 {
		padding += block
	}
	b := make([]byte, 0, 4+1+len(payload)+padding+16)
	b = binary.BigEndian.AppendUint32(b, uint32(1+len(payload)+padding))
	b = append(append(b, byte(padding)), payload...)
	b = append(b, make([]byte, padding)...)
	if p.out != nil {
		b = p.out.seal(b)
	}
	_, err := p.conn.Write(b)
	return err
}

// Read gives the next packet.
func (p *Packets) Read() ([]byte, error) {
	head := make([]byte, 4)
	if _, err := io.ReadFull(p.reader, head); err != nil {
		return nil, err
	}
	length := int(binary.BigEndian.Uint32(head))
	if length < 6 || length > 1<<20 {
		return nil, fmt.Errorf("a packet of %d bytes", length)
	}
	body := make([]byte, length)
	if p.in != nil {
		body = make([]byte, length+p.in.aead.Overhead())
	}
	if _, err := io.ReadFull(p.reader, body); err != nil {
		return nil, err
	}
	if p.in != nil {
		var err error
		if body, err = p.in.open(head, body); err != nil {
			return nil, err
		}
	}
	if end := len(body) - int(body[0]); end > 1 {
		return body[1:end], nil
	}
	return nil, errors.New("a packet without content")
}
