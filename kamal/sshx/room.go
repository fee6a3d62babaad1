package sshx

// forwardsPerConn is how many connections a host may have to us at a time through
// one forwarded port, or to the agent: more than anybody needs, and fewer than use
// up the files that a process may open.
const forwardsPerConn = 100

// room has place for so many at a time. Who comes beyond that is turned away, for
// waiting would hold up all else on the connection.
type room chan struct{}

func newRoom() room { return make(room, forwardsPerConn) }

func (r room) enter() bool {
	select {
	case r <- struct{}{}:
		return true
	default:
		return false
	}
}

func (r room) leave() { <-r }
