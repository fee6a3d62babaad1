package sshtest

import (
	"context"
	"io"
	"time"

	"golang.org/x/crypto/ssh"
)

// Options shape a [Server]. The zero value lets everybody in and runs commands
// through /bin/sh.
type Options struct {
	// Handler answers commands in place of the shell. Its result is the exit
	// status. Line is what a client makes a login shell hand to sh. The prefix by
	// which clients learn a process number is answered before and left out of it,
	// and a client that ends the process ends the handler's context. Ports that are
	// forwarded from such a host are its own: none of this machine is opened.
	Handler func(ctx context.Context, r Request) int
	// Shell is the login shell: a program, with arguments if need be, that gets -c
	// and the line. Nil means /bin/sh.
	Shell []string
	// Dir and Env are the folder and the further variables of the shell.
	Dir string
	Env []string

	// HostKeys are what the server shows; nil means a new one.
	HostKeys []ssh.Signer
	// AuthorizedKeys may log in; nil means every key.
	AuthorizedKeys []ssh.PublicKey
	// UserCA, if set, is the authority whose user certificates may log in too.
	UserCA ssh.PublicKey
	// MaxAuthTries is how many refused keys end a connection; 0 means 6.
	MaxAuthTries int

	// Delay is how long every byte takes, each way.
	Delay time.Duration
	// Silent accepts connections and never says a word on them.
	Silent bool
	// DropFirst connections are closed before a word, as by a busy server.
	DropFirst int
	// MaxSessions are open in one connection at most; 0 means any number.
	MaxSessions int
	// RefuseExec answers every command with a refusal.
	RefuseExec bool
}

// Request is one command for a [Options.Handler].
type Request struct {
	// User is who logged in, Line what is to be run.
	User, Line     string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}
