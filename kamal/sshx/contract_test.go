package sshx_test

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/sshx"
)

var (
	_ kamal.Executor    = (*sshx.Executor)(nil)
	_ kamal.Forwarder   = (*sshx.Executor)(nil)
	_ kamal.Accounts    = (*sshx.Executor)(nil)
	_ kamal.Reconnector = (*sshx.Executor)(nil)
	_ kamal.Connector   = (*sshx.Executor)(nil)

	// What doctor asks.
	_ interface {
		ForwardsAgent(ctx context.Context, host string) (bool, error)
		LoginTook(host string) time.Duration
	} = (*sshx.Executor)(nil)
)
