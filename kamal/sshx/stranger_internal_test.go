package sshx

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"
)

func TestStranger_MaySendSoMuchUntilWelcome(t *testing.T) {
	near, far := net.Pipe()
	s := newStranger(near)
	defer s.Close()
	go func() {
		piece := make([]byte, 64<<10)
		for {
			if _, err := far.Write(piece); err != nil {
				return
			}
		}
	}()
	n, err := io.Copy(io.Discard, s)
	if !errors.Is(err, errTalkative) || n < strangerBytes || n > strangerBytes+64<<10 {
		t.Errorf("read %d bytes, then: %v", n, err)
	}
	if err := s.explain(io.EOF); !errors.Is(err, errTalkative) {
		t.Errorf("explains with %v", err)
	}
	s.welcome()
	if n, err := io.CopyN(io.Discard, s, 3*strangerBytes); err != nil {
		t.Errorf("read %d bytes after the welcome, then: %v", n, err)
	}
}

func TestForeign_IsOneLineToRead(t *testing.T) {
	inner := errors.New("no\x1b]0;owned\a\r\ntry: rm\u202e " + strings.Repeat("é", 5000))
	err := foreign{inner}
	if !errors.Is(err, inner) {
		t.Error("hides what it is")
	}
	text := err.Error()
	if strings.ContainsAny(text, "\x1b\a\r\n\u202e") || len(text) > strangerText+100 || !strings.HasPrefix(text, `no\x1b]0;owned\x07 try: rm\u202e é`) || !strings.HasSuffix(text, "é ...") {
		t.Errorf("%d bytes: %.100q", len(text), text)
	}
}

func TestMethodNames_AreFewAndShort(t *testing.T) {
	list := strings.Split(strings.Repeat("publickey,"+strings.Repeat("x", 1000)+",", 50), ",")
	names := methodNames(list)
	if len(names) != strangerMethods || names[0] != "publickey" || len(names[1]) > 70 {
		t.Errorf("%.300q", names)
	}
}
