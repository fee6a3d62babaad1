package erb

import (
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// libraryMethods are small parts of Ruby's library.
func libraryMethods() map[string]methods {
	digest := func(sum func(text []byte) []byte) methods {
		return methods{"hexdigest": {1, 1, func(c *call) value { return c.text(hex.EncodeToString(sum([]byte(c.argText(0))))) }}}
	}
	return map[string]methods{
		"Digest::MD5.":    digest(func(b []byte) []byte { s := md5.Sum(b); return s[:] }),
		"Digest::SHA1.":   digest(func(b []byte) []byte { s := sha1.Sum(b); return s[:] }),
		"Digest::SHA256.": digest(func(b []byte) []byte { s := sha256.Sum256(b); return s[:] }),
		"SecureRandom.":   {"hex": {0, 1, randomHex}, "uuid": {0, 0, randomUUID}},
		"Socket.":         {"gethostname": {0, 0, hostName}},
		"Shellwords.":     {"escape": {1, 1, shellEscape}, "shellescape": {1, 1, shellEscape}},
		"Base64.": {
			"strict_encode64":  {1, 1, func(c *call) value { return c.text(base64.StdEncoding.EncodeToString([]byte(c.argText(0)))) }},
			"urlsafe_encode64": {1, 1, func(c *call) value { return c.text(base64.URLEncoding.EncodeToString([]byte(c.argText(0)))) }},
			"strict_decode64":  {1, 1, func(c *call) value { return c.decoded(base64.StdEncoding.Strict(), c.argText(0)) }},
			"decode64":         {1, 1, func(c *call) value { return c.decoded(base64.StdEncoding, c.argText(0)) }},
		},
		"Hash.": {"new": {0, 1, func(c *call) value { h := newHash(); h.otherwise = c.arg(0); return h }}},
	}
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // it never fails
	return b
}

func randomHex(c *call) value {
	n := c.optCount(0, 16)
	c.charge(n)
	return c.text(hex.EncodeToString(randomBytes(n)))
}

func randomUUID(c *call) value {
	b := randomBytes(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return c.text(fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]))
}

func hostName(c *call) value {
	name, err := os.Hostname()
	if err != nil {
		c.raiseErr("RuntimeError", err)
	}
	return c.text(name)
}

var shellUnsafe = regexp.MustCompile(`[^A-Za-z0-9_\-.,:+/@\n]`)

func shellEscape(c *call) value {
	s := c.argText(0)
	if s == "" {
		return c.text("''")
	}
	s = shellUnsafe.ReplaceAllString(s, `\$0`)
	return c.text(strings.ReplaceAll(s, "\n", "'\n'"))
}

func (c *call) decoded(code *base64.Encoding, s string) value {
	if c.name == "decode64" {
		s = strings.Join(strings.Fields(s), "")
	}
	b, err := code.DecodeString(s)
	if err != nil {
		c.raise("ArgumentError", "a text is not base64")
	}
	return c.text(string(b))
}
