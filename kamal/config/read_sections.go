package config

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/defaults"
	"github.com/kamal-go/kamal/internal/yaml11"
)

func (r *reader) readSections() {
	c, kit, boot := r.config, r.root.get("sshkit"), r.root.get("boot")
	c.SSHKit = SSHKit{
		MaxConcurrentStarts: kit.get("max_concurrent_starts").number(),
		PoolIdleTimeout:     kit.get("pool_idle_timeout").seconds(),
		DNSRetries:          kit.get("dns_retries").number(),
	}
	c.Boot = Boot{Wait: boot.get("wait").seconds(), ParallelRoles: boot.get("parallel_roles").flag()}
	if limit := boot.get("limit"); limit.is(yaml11.Int) {
		c.Boot.Limit = limit.number()
	} else if limit.there() && !limit.field.refuses(limit.node) {
		c.Boot.Limit, c.Boot.Percent = percent(limit.text()), true
	}
	c.Logging = loggingOf(r.root.get("logging"))
	out := r.root.get("output")
	c.Output = Output{OTelEndpoint: out.get("otel").get("endpoint").text(), FilePath: out.get("file").get("path").text()}
	r.readTraefik()
}

// percent reads N%; more than all hosts is all of them.
func percent(s string) int {
	n := 0
	for _, digit := range strings.TrimSuffix(s, "%") {
		n = min(n*10+int(digit-'0'), 100)
	}
	return n
}

func loggingOf(v value) Logging {
	logging := Logging{Driver: v.get("driver").text(), Options: v.get("options").pairs()}
	if logging.Driver == "" && len(logging.Options) == 0 {
		logging.Options = Pairs{{"max-size", defaults.LogMaxSize}}
	}
	return logging
}

var secretName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

func (r *reader) readSSH() {
	v := r.root.get("ssh")
	ssh := &r.config.SSH
	ssh.User = v.get("user").text()
	ssh.Port = portOf(v.get("port"))
	ssh.Proxy = v.get("proxy").text()
	if ssh.Proxy != "" && !strings.Contains(ssh.Proxy, "@") {
		ssh.Proxy = "root@" + ssh.Proxy
	}
	ssh.ProxyCommand = v.get("proxy_command").text()
	if ssh.Proxy != "" && ssh.ProxyCommand != "" {
		r.warn(v.get("proxy_command"), "ssh/proxy_command does not count next to ssh/proxy")
	}
	ssh.Keys = v.get("keys").texts()
	ssh.KeysOnly = v.get("keys_only").flag()
	ssh.ForwardAgent = v.get("forward_agent").flag()
	ssh.LogLevel = v.get("log_level").text()
	r.readKeyData(v.get("key_data"))
	r.readSSHConfig(v.get("config"))
}

func (r *reader) readKeyData(v value) {
	for _, item := range v.items() {
		if text := item.text(); secretName.MatchString(text) {
			r.config.SSH.KeyData = append(r.config.SSH.KeyData, Credential{Secret: text})
		} else if text != "" {
			r.config.SSH.KeyData = append(r.config.SSH.KeyData, Credential{Text: text})
			r.warn(item, "%s is taken for a key itself, for it is no name of a secret", item.path)
		}
	}
}

func (r *reader) readSSHConfig(v value) {
	ssh := &r.config.SSH
	switch {
	case v.is(yaml11.List):
		ssh.ConfigFiles = v.texts()
	case v.is(yaml11.Bool) || !v.there():
		if !v.flag() {
			ssh.ConfigFiles = []string{}
		}
	default:
		ssh.ConfigFiles = []string{v.text()}
	}
}

// portOf reads a port that is written as text; 0 where there is none.
func portOf(v value) int {
	n, err := strconv.ParseUint(v.text(), 10, 16)
	if err != nil {
		return 0
	}
	return int(n)
}
