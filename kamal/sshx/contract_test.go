package sshx_test

import (
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/sshx"
)

var (
	_ kamal.Executor  = (*sshx.Executor)(nil)
	_ kamal.Forwarder = (*sshx.Executor)(nil)
	_ kamal.Accounts  = (*sshx.Executor)(nil)
	_ kamal.Connector = (*sshx.Executor)(nil)
)
