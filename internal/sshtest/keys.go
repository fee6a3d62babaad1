package sshtest

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"os"

	"golang.org/x/crypto/ssh"
)

// NewKey makes a key.
func NewKey() ssh.Signer { return must(ssh.NewSignerFromKey(newKey())) }

func newKey() ed25519.PrivateKey {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	return must(private, err)
}

// must gives what can't fail, but for want of random numbers.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// WriteKey makes a key, puts it into a file, encrypted where there is a
// passphrase, and gives its public half.
func WriteKey(tb TB, path, passphrase string) ssh.PublicKey {
	tb.Helper()
	text, public := NewPEM(passphrase)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	return public
}

// NewPEM makes a key, encrypted where there is a passphrase, and gives it as
// text.
func NewPEM(passphrase string) (text string, public ssh.PublicKey) {
	private := newKey()
	block, err := ssh.MarshalPrivateKey(private, "")
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
	}
	return string(pem.EncodeToMemory(must(block, err))), must(ssh.NewPublicKey(private.Public()))
}

// PEM is NewPEM for who wants the text alone.
func PEM() string {
	text, _ := NewPEM("")
	return text
}
