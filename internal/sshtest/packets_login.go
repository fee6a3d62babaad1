package sshtest

import "golang.org/x/crypto/ssh"

// What a server says at a login.
var (
	acceptService = ssh.Marshal(struct {
		Service string `sshtype:"6"`
	}{"ssh-userauth"})
	welcome = []byte{52}
)

// RefuseLogin is the packet that refuses a try to log in and names the ways that
// are left. Partial says that the try was good, but not enough.
func RefuseLogin(partial bool, methods ...string) []byte {
	return ssh.Marshal(struct {
		Methods []string `sshtype:"51"`
		Partial bool
	}{methods, partial})
}

// LogIn exchanges keys and gives each try to log in to answer, until that ends.
func (p *Packets) LogIn(shown Shown, answer func(try []byte) (done bool, err error)) error {
	if err := p.Exchange(shown); err != nil {
		return err
	}
	if _, err := p.Read(); err != nil {
		return err
	}
	if err := p.Write(acceptService); err != nil {
		return err
	}
	for {
		try, err := p.Read()
		if err != nil {
			return err
		}
		if done, err := answer(try); done || err != nil {
			return err
		}
	}
}

// Welcome lets in whoever tries to log in first.
func (p *Packets) Welcome() error {
	return p.LogIn(NewShown(), func([]byte) (bool, error) { return true, p.Write(welcome) })
}

// AcceptKey is the packet that says that a key may sign, in answer to a try that
// shows one. It is nil where the try is another.
func AcceptKey(try []byte) []byte {
	var m struct {
		User      string `sshtype:"50"`
		Service   string
		Method    string
		Signed    bool
		Algorithm string
		Key       []byte
	}
	if ssh.Unmarshal(try, &m) != nil || m.Signed || m.Method != "publickey" {
		return nil
	}
	return ssh.Marshal(struct {
		Algorithm string `sshtype:"60"`
		Key       []byte
	}{m.Algorithm, m.Key})
}
