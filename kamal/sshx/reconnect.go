package sshx

// Reconnect makes the next command on a host log in anew, as a user who was added
// to a group has to. Commands that run go on over the old connection, which ends
// with the Executor. A connection of the user's ssh, which has logged in before, is
// not used for the host any more.
func (e *Executor) Reconnect(host string) {
	if e.made() != nil {
		return
	}
	e.mu.Lock()
	e.anew[host] = true
	e.mu.Unlock()
	e.pool.retire("host " + host)
}

func (e *Executor) startsAnew(t *target) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return !t.jump && e.anew[t.name]
}

// retire forgets a connection without ending it.
func (p *pool) retire(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.dials[key]; d != nil {
		delete(p.dials, key)
		p.retired = append(p.retired, d)
	}
}
