package sshtest

import (
	"bytes"
	"io"
	"net"
	"sync"
	"time"
)

// delayed is a connection whose bytes take their time, each way, without being
// slowed down otherwise.
type delayed struct {
	net.Conn
	delay    time.Duration
	in, out  chan packet
	rest     []byte
	once     sync.Once
	done     chan struct{} // closed by Close
	frozen   chan struct{} // closed by freeze
	freezing sync.Once
}

type packet struct {
	at   time.Time
	data []byte
	err  error
}

// Slow makes every byte of a connection take its time, each way.
func Slow(c net.Conn, oneWay time.Duration) net.Conn { return newDelayed(c, oneWay) }

func newDelayed(c net.Conn, delay time.Duration) *delayed {
	queue := 16 // thousands of connections at once should not take much memory
	if delay > 0 {
		queue = 1024
	}
	d := &delayed{
		Conn: c, delay: delay, in: make(chan packet, queue), out: make(chan packet, queue),
		done: make(chan struct{}), frozen: make(chan struct{}),
	}
	go d.receive()
	go d.send()
	return d
}

func (d *delayed) freeze() { d.freezing.Do(func() { close(d.frozen) }) }

func (d *delayed) Close() error {
	d.once.Do(func() { close(d.done) })
	return d.Conn.Close()
}

// receive takes bytes from the network as they come.
func (d *delayed) receive() {
	b := make([]byte, 16<<10)
	for {
		n, err := d.Conn.Read(b)
		select {
		case d.in <- packet{time.Now().Add(d.delay), bytes.Clone(b[:n]), err}:
		case <-d.done:
			return
		}
		if err != nil {
			return
		}
	}
}

// send puts bytes on the network when they are due.
func (d *delayed) send() {
	for {
		select {
		case p := <-d.out:
			if !d.due(p) {
				return
			}
			if _, err := d.Conn.Write(p.data); err != nil {
				return
			}
		case <-d.done:
			return
		}
	}
}

// due waits until a packet has taken its time. It is false when the connection
// ended, and never returns in a frozen one before that.
func (d *delayed) due(p packet) bool {
	if wait := time.Until(p.at); wait > 0 {
		t := time.NewTimer(wait)
		defer t.Stop()
		select {
		case <-t.C:
		case <-d.done:
			return false
		}
	}
	select {
	case <-d.frozen:
		<-d.done
		return false
	default:
		return true
	}
}

func (d *delayed) Read(b []byte) (int, error) {
	for len(d.rest) == 0 {
		select {
		case p := <-d.in:
			if !d.due(p) {
				return 0, io.EOF
			}
			d.rest = p.data
			if p.err != nil {
				return 0, p.err
			}
		case <-d.done:
			return 0, net.ErrClosed
		}
	}
	n := copy(b, d.rest)
	d.rest = d.rest[n:]
	return n, nil
}

func (d *delayed) Write(b []byte) (int, error) {
	select {
	case d.out <- packet{at: time.Now().Add(d.delay), data: bytes.Clone(b)}:
		return len(b), nil
	case <-d.done:
		return 0, net.ErrClosed
	}
}
