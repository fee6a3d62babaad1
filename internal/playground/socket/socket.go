// Package socket speaks just enough of the WebSocket protocol to see what becomes of a
// connection while an app is deployed: short texts, each of which is answered. It is test
// equipment.
package socket

import (
	"bufio"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const (
	// protocolKey is what the protocol adds to a client's key.
	protocolKey = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

	// wholeText begins a frame that is all of a text, maskBit is set in a client's length, and
	// longest is the longest text whose length is one byte.
	wholeText = 0x81
	maskBit   = 0x80
	longest   = 125
)

// mask is what a client hides its texts with. The protocol wants a new one each time, for reasons
// that tests don't have.
var mask = [4]byte{1, 2, 3, 4}

// Serve makes a request's connection a socket and answers its texts until it ends.
func Serve(w http.ResponseWriter, r *http.Request, answer func(string) string) {
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		http.Error(w, "this is for sockets", http.StatusUpgradeRequired)
		return
	}
	connection, both, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer connection.Close()
	fmt.Fprintf(connection, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Accept: %s\r\n\r\n", accept(r.Header.Get("Sec-WebSocket-Key")))
	for {
		text, err := read(both.Reader)
		if err == nil {
			_, err = connection.Write(frame(answer(text), false))
		}
		if err != nil {
			return
		}
	}
}

// Client is the other end of a socket.
type Client struct {
	connection io.ReadWriteCloser
	in         *bufio.Reader
}

// Dial opens a socket at an http address. It ends with ctx.
func Dial(ctx context.Context, url string) (*Client, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	key := base64.StdEncoding.EncodeToString([]byte("sixteen letters!"))
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": key,
	} {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	connection, ok := response.Body.(io.ReadWriteCloser)
	if !ok || response.Header.Get("Sec-WebSocket-Accept") != accept(key) {
		_ = response.Body.Close()
		return nil, fmt.Errorf("opening a socket: answered %s", response.Status)
	}
	return &Client{connection: connection, in: bufio.NewReader(connection)}, nil
}

// Ask sends a text and gives the answer.
func (c *Client) Ask(text string) (string, error) {
	if _, err := c.connection.Write(frame(text, true)); err != nil {
		return "", err
	}
	return read(c.in)
}

// Close ends the connection without a word.
func (c *Client) Close() error { return c.connection.Close() }

func accept(key string) string {
	sum := sha1.Sum([]byte(key + protocolKey))
	return base64.StdEncoding.EncodeToString(sum[:])
}

func frame(text string, masked bool) []byte {
	text = text[:min(len(text), longest)]
	length := byte(len(text))
	if !masked {
		return append([]byte{wholeText, length}, text...)
	}
	head := append([]byte{wholeText, length | maskBit}, mask[:]...)
	return append(head, hidden([]byte(text), mask)...)
}

func read(in io.Reader) (string, error) {
	var head [2]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return "", err
	}
	length := head[1] &^ maskBit
	if head[0] != wholeText || length > longest {
		return "", errors.New("reading a socket: not a short text")
	}
	var key [4]byte
	if head[1]&maskBit != 0 {
		if _, err := io.ReadFull(in, key[:]); err != nil {
			return "", err
		}
	}
	text := make([]byte, length)
	_, err := io.ReadFull(in, text)
	return string(hidden(text, key)), err
}

// hidden hides a text, or shows what is hidden so.
func hidden(text []byte, key [4]byte) []byte {
	for i := range text {
		text[i] ^= key[i%len(key)]
	}
	return text
}
