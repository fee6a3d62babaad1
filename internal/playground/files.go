package playground

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
)

// The accounts of a host: they don't depend on those of the machine, where
// root may be locked.
const (
	// dockerGroup is the group whose members may use docker, by the machine's own list.
	dockerGroup = "docker"

	passwd = `root:x:0:0:root:/root:/bin/bash
sshd:x:105:65534::/run/sshd:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
deploy:x:1000:%s::/home/deploy:/bin/bash
newcomer:x:1001:1001::/home/newcomer:/bin/bash
guest:x:1002:1002::/home/guest:/bin/bash
`
	groups  = "newcomer:x:1001:\nguest:x:1002:\n"
	sudoers = "newcomer ALL=(ALL) NOPASSWD: ALL\nguest ALL=(ALL) ALL\n"
	shadow  = "root:*:20000:0:99999:7:::\nsshd:!:20000::::::\nnobody:*:20000:0:99999:7:::\ndeploy:*:20000:0:99999:7:::\nnewcomer:*:20000:0:99999:7:::\nguest:*:20000:0:99999:7:::\n"
	hosts   = "127.0.0.1 localhost\n"

	sshdConfig = `Port 22
HostKey /run/host/host_key
AuthorizedKeysFile /run/host/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
UsePAM no
UseDNS no
StrictModes no
PidFile /run/sshd.pid
MaxStartups 100
Subsystem sftp internal-sftp
`

	sshdScript   = "exec /usr/sbin/sshd -D -e -f /run/host/sshd_config 2>>/run/host/sshd.log\n"
	engineScript = "exec dockerd --config-file /run/host/daemon.json >>/run/host/dockerd.log 2>&1\n"
	// engineService starts the engine in place of the service file of Debian's package, which
	// wants rights that root in a container has not.
	engineService = `#!/bin/sh
### BEGIN INIT INFO
# Provides:       docker
# Required-Start: $remote_fs
# Required-Stop:  $remote_fs
# Default-Start:  2 3 4 5
# Default-Stop:   0 1 6
### END INIT INFO
case "$(id -u) $*" in
"0 start") setsid sh /run/host/dockerd.sh </dev/null >/dev/null 2>&1 & ;;
*) echo "docker: $*: not expected of $(id -un)" >&2; exit 1 ;;
esac
`
)

func (p *Playground) writeHostFiles(ctx context.Context, h *Host) error {
	if err := os.MkdirAll(h.dir, 0o755); err != nil {
		return err
	}
	key, err := os.ReadFile(p.KeyFile + ".pub")
	if err != nil {
		return err
	}
	engine, err := engineConfig(map[string]any{
		"hosts":         []string{"unix:///run/docker.sock"},
		"data-root":     "/run/host/docker",
		"exec-root":     "/run/docker",
		"pidfile":       "/run/docker.pid",
		"cgroup-parent": "/" + controlGroup,
		"exec-opts":     []string{"native.cgroupdriver=cgroupfs"},
	})
	if err != nil {
		return err
	}
	group, err := user.LookupGroup(dockerGroup)
	if err != nil {
		return err
	}
	err = writeFiles(h.dir, map[string]string{
		"passwd": fmt.Sprintf(passwd, group.Gid), "shadow": shadow, "hosts": hosts + h.Address + " " + h.Name + "\n",
		"group": groups, "sudoers": sudoers, "docker.service": engineService,
		"sshd_config": sshdConfig, "authorized_keys": string(key), "daemon.json": engine,
		"sshd.sh": sshdScript, "dockerd.sh": engineScript,
	})
	if err != nil {
		return err
	}
	// An account's own sshd reads these with that account's rights.
	for _, name := range []string{"passwd", "hosts", "authorized_keys"} {
		if err := os.Chmod(filepath.Join(h.dir, name), 0o644); err != nil {
			return err
		}
	}
	return newKey(ctx, filepath.Join(h.dir, "host_key"))
}

// engineConfig adds to an engine's settings what all engines of a playground have in common.
func engineConfig(settings map[string]any) (string, error) {
	settings["insecure-registries"] = []string{registryAddress, privateRegistryAddress}
	settings["log-level"] = "warn"
	text, err := json.MarshalIndent(settings, "", "  ")
	return string(text), err
}

// writeFiles writes files, by name, into dir: readable for their owner alone.
func writeFiles(dir string, files map[string]string) error {
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func newKey(ctx context.Context, file string) error {
	return run(ctx, []string{"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "playground", "-f", file})
}
