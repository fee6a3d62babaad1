package commands

import "time"

// Account is as whom, and how, somebody logs in to a host.
type Account struct {
	User string
	Port int
	// Line is what a person types to log in so: a line for a shell, or empty.
	Line string
	// ForwardsAgent says that the host may use the ssh agent here, once its key is known.
	ForwardsAgent bool
	// Took is how long it took to connect and to log in, where a connection that the
	// user's ssh keeps would save that; else zero, as before the first command.
	Took time.Duration
}
