package sshx

import (
	"context"
	"errors"
	"math"
	"net"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/kamal-go/kamal/internal/visible"
)

// A server is a stranger until it has shown its key and let us in: what it may send
// until then is bounded, and so is what an error says in its words.
const (
	strangerBytes   = 1 << 20 // a banner may be long; keys and lists take some kilobytes
	strangerText    = 2 << 10
	strangerMethods = 16
)

var errTalkative = errors.New("the server sends more than 1 MiB before the login is over")

// stranger is a connection from which no more than strangerBytes can be read
// before welcome, and of which is known that it was closed here.
type stranger struct {
	net.Conn
	left   atomic.Int64
	broken atomic.Bool     // reading or writing failed
	open   context.Context // until Close
	shut   context.CancelFunc
}

func newStranger(c net.Conn) *stranger {
	s := &stranger{Conn: c}
	s.open, s.shut = context.WithCancel(context.Background())
	s.left.Store(strangerBytes)
	return s
}

func (s *stranger) Read(b []byte) (int, error) {
	if s.left.Load() < 0 {
		return 0, errTalkative
	}
	n, err := s.Conn.Read(b)
	s.left.Add(-int64(n))
	if err != nil {
		s.broken.Store(true)
	}
	return n, err
}

func (s *stranger) Write(b []byte) (int, error) {
	n, err := s.Conn.Write(b)
	if err != nil {
		s.broken.Store(true)
	}
	return n, err
}

func (s *stranger) Close() error {
	defer s.shut()
	return s.Conn.Close()
}

func (s *stranger) welcome() { s.left.Store(math.MaxInt64) }

// explain puts the reason in the place of an error that came of the bound.
func (s *stranger) explain(err error) error {
	if s.left.Load() < 0 {
		return errTalkative
	}
	return foreign{err}
}

// foreign is an error that may hold words of a server.
type foreign struct{ err error }

func (f foreign) Error() string { return brief(f.err.Error(), strangerText) }

func (f foreign) Unwrap() error { return f.err }

// brief is one line of a text of unknown origin, cut at a length.
func brief(text string, longest int) string {
	if len(text) > longest {
		end := longest
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + " ..."
	}
	return visible.Text(strings.NewReplacer("\r\n", " ", "\n", " ").Replace(text))
}

// methodNames are the ways to log in as a server names them.
func methodNames(list []string) []string {
	var names []string
	for _, name := range list[:min(len(list), strangerMethods)] {
		names = append(names, brief(name, 64))
	}
	return names
}
