package sshtest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"math/big"

	"golang.org/x/crypto/ssh"
)

// Shown is a host key as a key exchange shows it.
type Shown struct {
	Algorithm string
	Key       []byte
	// Signature is of the exchange's hash, with its format before it.
	Signature func(hash []byte) []byte
}

// NewShown is an honest host key.
func NewShown() Shown {
	key := NewKey()
	return Shown{ssh.KeyAlgoED25519, key.PublicKey().Marshal(), func(hash []byte) []byte {
		signature, err := key.Sign(rand.Reader, hash)
		if err != nil {
			panic(err)
		}
		return ssh.Marshal(signature)
	}}
}

// keyInit begins a key exchange. What it offers for one direction, it offers for
// the other.
type keyInit struct {
	Cookie               [16]byte `sshtype:"20"`
	Exchanges, HostKeys  []string
	CiphersIn, CiphersTo []string
	MACsIn, MACsTo       []string
	PackedIn, PackedTo   []string
	LangIn, LangTo       []string
	Follows              bool
	Reserved             uint32
}

// KeyInit is the packet by which a server begins a key exchange, with one
// algorithm of each kind.
func KeyInit(hostKeyAlgorithm string) []byte {
	ciphers, macs, packed := []string{"aes128-gcm@openssh.com"}, []string{"hmac-sha2-256"}, []string{"none"}
	return ssh.Marshal(keyInit{
		Exchanges: []string{"curve25519-sha256"}, HostKeys: []string{hostKeyAlgorithm},
		CiphersIn: ciphers, CiphersTo: ciphers, MACsIn: macs, MACsTo: macs, PackedIn: packed, PackedTo: packed,
	})
}

// Exchange exchanges versions and keys. From then on all is encrypted.
func (p *Packets) Exchange(shown Shown) error {
	const version = "SSH-2.0-packets"
	if err := p.Raw([]byte(version + "\r\n")); err != nil {
		return err
	}
	theirs, err := p.reader.ReadBytes('\n')
	if err != nil {
		return err
	}
	ours := KeyInit(shown.Algorithm)
	if err := p.Write(ours); err != nil {
		return err
	}
	init, err := p.Read()
	if err != nil {
		return err
	}
	begun := struct{ ClientVersion, ServerVersion, ClientInit, ServerInit []byte }{
		bytes.TrimRight(theirs, "\r\n"), []byte(version), init, ours,
	}
	secret, hash, err := p.agree(ssh.Marshal(begun), shown)
	if err != nil {
		return err
	}
	if err := p.Write([]byte{21}); err != nil { // the new keys hold from here
		return err
	}
	p.out = newSealer(secret, hash, 'B', 'D')
	if _, err := p.Read(); err != nil {
		return err
	}
	p.in = newSealer(secret, hash, 'A', 'C')
	return nil
}

// agree makes a secret with the client, and the hash of all that led to it.
func (p *Packets) agree(begun []byte, shown Shown) (secret *big.Int, hash []byte, err error) {
	packet, err := p.Read()
	if err != nil {
		return nil, nil, err
	}
	var m struct {
		Public []byte `sshtype:"30"`
	}
	if err := ssh.Unmarshal(packet, &m); err != nil {
		return nil, nil, err
	}
	theirs, err := ecdh.X25519().NewPublicKey(m.Public)
	if err != nil {
		return nil, nil, err
	}
	ours, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	shared, err := ours.ECDH(theirs)
	if err != nil {
		return nil, nil, err
	}
	secret = new(big.Int).SetBytes(shared)
	sum := sha256.Sum256(append(begun, ssh.Marshal(struct {
		Key, Theirs, Ours []byte
		Secret            *big.Int
	}{shown.Key, m.Public, ours.PublicKey().Bytes(), secret})...))
	return secret, sum[:], p.Write(ssh.Marshal(struct {
		Key       []byte `sshtype:"31"`
		Public    []byte
		Signature []byte
	}{shown.Key, ours.PublicKey().Bytes(), shown.Signature(sum[:])}))
}

// sealer encrypts one direction. The counter is the end of the nonce.
type sealer struct {
	aead  cipher.AEAD
	nonce []byte
}

// newSealer derives the keys of one direction, by the letters that stand for them.
func newSealer(secret *big.Int, hash []byte, nonce, key byte) *sealer {
	derive := func(letter byte) []byte {
		sum := sha256.Sum256(append(append(ssh.Marshal(struct{ K *big.Int }{secret}), append(hash[:32:32], letter)...), hash...))
		return sum[:]
	}
	block, err := aes.NewCipher(derive(key)[:16])
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return &sealer{aead, derive(nonce)[:12]}
}

// seal encrypts a packet behind its length.
func (s *sealer) seal(packet []byte) []byte {
	defer s.count()
	return s.aead.Seal(packet[:4], s.nonce, packet[4:], packet[:4])
}

func (s *sealer) open(head, body []byte) ([]byte, error) {
	defer s.count()
	return s.aead.Open(body[:0], s.nonce, body, head)
}

func (s *sealer) count() {
	counter := s.nonce[4:]
	binary.BigEndian.PutUint64(counter, binary.BigEndian.Uint64(counter)+1)
}
