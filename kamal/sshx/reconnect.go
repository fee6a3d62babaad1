package sshx

// Reconnect makes the next command on a host log in anew, as a user who was added
// to a group has to. Commands that run go on over the old connection, which ends
// with the Executor.
func (e *Executor) Reconnect(host string) { e.pool.retire("host " + host) }

// retire forgets a connection without ending it.
func (p *pool) retire(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.dials[key]; d != nil {
		delete(p.dials, key)
		p.retired = append(p.retired, d)
	}
}
