package starter

import (
	"regexp"
	"slices"
	"strings"
)

// envFiles are files in which projects name their variables.
var envFiles = []string{".env", ".env.production", ".env.example", ".env.sample", ".env.template", ".env.dist", "env.example"}

var (
	envLine    = regexp.MustCompile(`(?m)^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*)$`)
	secretWord = regexp.MustCompile(`(?i)(^|_)(password|passwd|passphrase|pass|pwd|secret|secrets|token|credential|credentials|key|keys|apikey|salt|dsn|pat|cookie|cert|private)(_|$|\d)|(secret|password|token|apikey)$`)
	publicWord = regexp.MustCompile(`(?i)(^|_)(public|publishable)(_|$)|^(NEXT_PUBLIC|VITE|NUXT_PUBLIC|REACT_APP)_|_(FILE|PATH|ID|LENGTH|TTL|NAME)$`)
	withLogin  = regexp.MustCompile(`[a-z][a-z0-9+.-]*://[^/\s@]*:[^/\s@]*@`)
	addresses  = regexp.MustCompile(`(?i)^(DATABASE|REDIS|MONGO|MONGODB|AMQP|RABBITMQ|POSTGRES|MYSQL|SMTP|MAILER)_(URL|URI|DSN)$`)
)

// isSecret reports whether a variable looks like one whose value is nobody's
// business.
func isSecret(name, value string) bool {
	if publicWord.MatchString(name) {
		return withLogin.MatchString(value)
	}
	return secretWord.MatchString(name) || withLogin.MatchString(value)
}

// secrets finds the variables that look like secrets. Their values are those of
// development, and are not taken.
func (f folder) secrets(p *Project) {
	var others []string
	for _, file := range envFiles {
		for _, m := range envLine.FindAllStringSubmatch(f.read(file), -1) {
			name, value := m[1], m[2]
			switch {
			case p.knows(name):
			case isSecret(name, value) || addresses.MatchString(name):
				p.addSecret(Secret{Name: name, From: f.source(name)})
			case !slices.Contains(others, name):
				others = append(others, name)
			}
		}
	}
	if p.Framework == "Rails" && f.has("config/credentials.yml.enc") {
		p.addSecret(Secret{Name: "RAILS_MASTER_KEY", From: f.source("RAILS_MASTER_KEY")})
	}
	if len(others) > 0 {
		p.Left = append(p.Left, "of the .env files what is no secret ("+shortened(others)+"): what production needs goes under env/clear")
	}
}

func (p *Project) knows(name string) bool {
	return slices.ContainsFunc(p.Clear, func(v Variable) bool { return v.Name == name }) ||
		slices.ContainsFunc(p.Secrets, func(s Secret) bool { return s.Name == name && !s.Accessory })
}

// source says where a secret comes from: a variable of whoever deploys, or the file
// in which Rails keeps it.
func (f folder) source(name string) string {
	if name == "RAILS_MASTER_KEY" && f.has("config/master.key") {
		return "$(cat config/master.key)"
	}
	return "$" + name
}

// shortened gives the first few names.
func shortened(names []string) string {
	const most = 4
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + "..."
}
