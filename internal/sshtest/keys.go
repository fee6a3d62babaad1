package sshtest

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"os"

	"golang.org/x/crypto/ssh"
)

// NewKey makes a key.
func NewKey() ssh.Signer {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		panic(err)
	}
	return signer
}

// WriteKey makes a key, puts it into a file, encrypted where there is a
// passphrase, and gives its public half.
func WriteKey(tb TB, path, passphrase string) ssh.PublicKey {
	tb.Helper()
	text, public := NewPEM(tb, passphrase)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	return public
}

// NewPEM makes a key, encrypted where there is a passphrase, and gives it as
// text.
func NewPEM(tb TB, passphrase string) (text string, public ssh.PublicKey) {
	tb.Helper()
	text, public, err := newPEM(passphrase)
	if err != nil {
		tb.Fatal(err)
	}
	return text, public
}

// PEM makes a key as text, for where there is no test to fail.
func PEM() string {
	text, _, err := newPEM("")
	if err != nil {
		panic(err)
	}
	return text
}

func newPEM(passphrase string) (text string, public ssh.PublicKey, err error) {
	pub, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", nil, err
	}
	var block *pem.Block
	if passphrase == "" {
		block, err = ssh.MarshalPrivateKey(private, "")
	} else {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
	}
	if err != nil {
		return "", nil, err
	}
	public, err = ssh.NewPublicKey(pub)
	return string(pem.EncodeToMemory(block)), public, err
}
