package sshconfig

import (
	"cmp"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
)

// Query says for which host, and as seen from where, settings are wanted. Only
// Host is needed: the rest defaults to this machine and this user.
type Query struct {
	// Host is the name as the user would type it after ssh.
	Host string
	// User and Port are values that are settled already, as by ssh -l and -p.
	// They win over the files and take part in Match and in tokens.
	User string
	Port int
	// DefaultUser is the login where nothing else names one; empty means
	// LocalUser.
	DefaultUser string

	// Files are read in this order instead of the usual ones; a missing one is
	// an error then. Nil means the user's file, then the system's, each only
	// if it is there. An empty list means no file at all.
	Files []string

	// Home, LocalUser, LocalUID and LocalHost default to those of this
	// process, Getenv to os.Getenv.
	Home, LocalUser, LocalUID, LocalHost string

	Getenv func(name string) string

	// Exec decides `Match exec`: whether the command succeeds. Without it such
	// blocks are left out.
	Exec func(command string) bool
}

// SystemFile is where this system keeps the configuration of all users.
func SystemFile() string {
	if runtime.GOOS == "windows" {
		return filepath.Join(os.Getenv("PROGRAMDATA"), "ssh", "ssh_config")
	}
	return "/etc/ssh/ssh_config"
}

func (q Query) withDefaults() Query {
	if q.Home == "" {
		q.Home, _ = os.UserHomeDir()
	}
	if q.LocalUser == "" || q.LocalUID == "" {
		if u, err := user.Current(); err == nil {
			q.LocalUser = cmp.Or(q.LocalUser, u.Username)
			q.LocalUID = cmp.Or(q.LocalUID, u.Uid)
		}
	}
	if q.LocalHost == "" {
		q.LocalHost, _ = os.Hostname()
	}
	q.DefaultUser = cmp.Or(q.DefaultUser, q.LocalUser)
	if q.Getenv == nil {
		q.Getenv = os.Getenv
	}
	return q
}
