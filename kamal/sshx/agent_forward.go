package sshx

import (
	"golang.org/x/crypto/ssh"
)

// lentAgent is the socket of the agent that the host at the end of a link gets, or empty.
func (e *Executor) lentAgent(t *target, l *link) string {
	socket := e.forwardedAgent(t)
	switch {
	case t.jump || socket == "":
		return ""
	case !l.trusted:
		e.opts.Logger.Warn("the agent is not forwarded: the host's key was not known before", "host", t.name)
		return ""
	}
	return socket
}

// lendAgent lets the host use the agent: a few connections at a time, which end
// with that to the host.
func (c *conn) lendAgent() {
	channels := c.client.HandleChannelOpen("auth-agent@openssh.com")
	places := newRoom()
	c.wg.Go(func() {
		for asked := range channels {
			if !places.enter() {
				_ = asked.Reject(ssh.ResourceShortage, "too many connections to the agent")
				continue
			}
			go func() { // close does not wait: a read of a pipe of Windows can't be broken off
				defer places.leave()
				c.connectAgent(asked)
			}()
		}
	})
}

func (c *conn) connectAgent(asked ssh.NewChannel) {
	agent, err := dialAgent(c.agent)
	if err != nil {
		_ = asked.Reject(ssh.ConnectionFailed, "the agent can't be reached")
		return
	}
	defer agent.Close()
	channel, requests, err := asked.Accept()
	if err != nil {
		return
	}
	defer channel.Close()
	go ssh.DiscardRequests(requests)
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-c.lost:
			agent.Close()
		case <-done:
		}
	}()
	join(channel, agent)
}
