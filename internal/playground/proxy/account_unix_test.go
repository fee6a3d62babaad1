//go:build unix

package main

import (
	"os"
	"os/exec"
	"syscall"
)

// proxyAccount is the number of the account that the proxy runs as in its image.
const proxyAccount = 1001

// asProxyAccount runs cmd as the proxy's account, where that is possible.
func asProxyAccount(cmd *exec.Cmd) {
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: proxyAccount, Gid: proxyAccount}}
	}
}
