package sshconfig

import (
	"cmp"
	"strings"
)

// match decides a Match line. All its criteria must hold; one that is unknown
// makes the block not apply, negated or not.
func (r *reader) match(at place, args []string) bool {
	for len(args) > 0 {
		attribute, value, joined := strings.Cut(args[0], "=")
		args = args[1:]
		name, negated := strings.CutPrefix(strings.ToLower(attribute), "!")
		if name == "all" {
			if len(args) > 0 || joined || negated {
				r.note(at, "leaving out Match: \"all\" stands alone")
				return false
			}
			return true
		}
		if !joined {
			if len(args) == 0 {
				r.note(at, "leaving out Match: %q has no value", attribute)
				return false
			}
			value, args = args[0], args[1:]
		}
		holds, known := r.criterion(name, value)
		if !known {
			r.note(at, "leaving out Match: %q is not supported", attribute)
			return false
		}
		if holds == negated {
			return false
		}
	}
	return true
}

func (r *reader) criterion(name, value string) (holds, known bool) {
	q := r.query
	list := strings.Split(value, ",")
	lower := strings.Split(strings.ToLower(value), ",")
	switch name {
	case "host":
		return MatchList(strings.ToLower(r.hostName()), lower), true
	case "originalhost":
		return MatchList(strings.ToLower(q.Host), lower), true
	case "user":
		return MatchList(r.user(), list), true
	case "localuser":
		return MatchList(q.LocalUser, list), true
	case "exec":
		if q.Exec == nil {
			return false, false
		}
		return q.Exec(r.tokens().expand(value, allTokens)), true
	}
	return false, false
}

// hostName is where the connection would go by what was read so far.
func (r *reader) hostName() string {
	name := r.values.first("hostname")
	if name == "" {
		return r.query.Host
	}
	return tokens{'h': r.query.Host}.expand(name, "h")
}

func (r *reader) user() string {
	return cmp.Or(r.query.User, r.values.first("user"), r.query.DefaultUser)
}
