// Package sshconfig answers one question: what would plain `ssh HOST` do?
//
// [Resolve] reads the usual configuration files, or the ones it is given, and
// returns the settings that hold for one host, with tokens, `~` and
// environment variables already put in:
//
//	host, err := sshconfig.Resolve(sshconfig.Query{Host: "app1"})
//	// host.HostName, host.User, host.Port, host.ProxyJump, ...
//
// It follows ssh_config(5): Host with negation and globs, Match (host,
// originalhost, user, localuser, all, and exec when the query allows it),
// Include with globs, quotes, and the first value of a keyword wins. IdentityFile
// and CertificateFile add up instead.
//
// Where ssh stops at a line it does not understand, this reader leaves the line
// out and says so in [Host.Notes]: a file written for a newer ssh must not keep
// a deploy from working. A Match block with a criterion it can't decide is left
// out as a whole.
package sshconfig
