package sshx

import (
	"errors"

	"golang.org/x/crypto/ssh"
)

// lendAgent lets the host use the agent: a few connections at a time, which end
// with that to the host.
func (c *conn) lendAgent(socket string) error {
	channels := c.client.HandleChannelOpen("auth-agent@openssh.com")
	if channels == nil {
		return errors.New("the agent is forwarded already")
	}
	places := newRoom()
	c.wg.Go(func() {
		for asked := range channels {
			if !places.enter() {
				_ = asked.Reject(ssh.ResourceShortage, "too many connections to the agent")
				continue
			}
			go func() { // close does not wait: a read of a pipe of Windows can't be broken off
				defer places.leave()
				c.connectAgent(asked, socket)
			}()
		}
	})
	return nil
}

func (c *conn) connectAgent(asked ssh.NewChannel, socket string) {
	agent, err := dialAgent(socket)
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
