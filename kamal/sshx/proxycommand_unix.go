//go:build !windows

package sshx

const execPrefix = "exec "
