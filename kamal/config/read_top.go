package config

import (
	"strings"

	"github.com/kamal-go/kamal/internal/gemversion"
)

// kamalVersion is the version of Kamal whose configuration files are understood;
// minimum_version is held against it.
const kamalVersion = "2.12.0"

// envPushManual is the value of env_push that leaves env files to env push.
const envPushManual = "manual"

func (r *reader) readTop() {
	c, top := r.config, r.root
	c.Service = top.get("service").text()
	c.PrimaryRoleName = top.get("primary_role").text()
	c.Labels = r.readLabels(top.get("labels"))
	c.Volumes = top.get("volumes").texts()
	c.RetainContainers = top.get("retain_containers").number()
	c.ReadinessDelay = top.get("readiness_delay").seconds()
	c.DeployTimeout = top.get("deploy_timeout").seconds()
	c.DrainTimeout = top.get("drain_timeout").seconds()
	c.HooksPath = top.get("hooks_path").text()
	c.SecretsPath = top.get("secrets_path").text()
	c.ErrorPagesPath = top.get("error_pages_path").text()
	c.ManualEnvPush = top.get("env_push").text() == envPushManual
	c.OnFailure = OnFailure(top.get("on_failure").text())
	r.readHooksOutput(top.get("hooks_output"))
	r.readRunDirectory(top.get("run_directory"))
	r.readStopTimeout()
	r.checkMinimumVersion(top.get("minimum_version"))
	for _, key := range []string{"registry", "builder"} {
		if !top.has(key) && (key == "registry" || r.kind == FleetProxy) {
			r.fail(top, "%s is missing", key)
		}
	}
}

func (r *reader) readHooksOutput(v value) {
	if v.there() && v.node.Scalar() {
		r.config.HooksOutput = v.text()
		return
	}
	r.config.HookOutputs = v.pairs()
}

func (r *reader) readRunDirectory(v value) {
	dir := v.text()
	if trimmed := strings.TrimRight(dir, "/"); trimmed != "" {
		dir = trimmed
	}
	r.config.RunDirectory = dir
	for _, volatile := range []string{"/run", "/var/run"} {
		if dir == volatile || strings.HasPrefix(dir, volatile+"/") {
			r.warn(v, "%s is emptied when a server restarts; containers of Traefik hosts then stay unhealthy until the app is booted again", dir)
		}
	}
}

// readStopTimeout reads both names of the same key.
func (r *reader) readStopTimeout() {
	now, old := r.root.get("stop_timeout"), r.root.get("stop_wait_time")
	if old.there() && r.kind == FleetProxy {
		r.warn(old, "stop_wait_time is read as stop_timeout, its name since Kamal 2")
	}
	if old.there() && !now.there() {
		now = old
	}
	r.config.StopTimeout = now.seconds()
}

func (r *reader) checkMinimumVersion(v value) {
	if v.there() && v.node.Scalar() && gemversion.Compare(v.text(), kamalVersion) > 0 {
		r.fail(v, "%s is %s, but this stands for Kamal %s", v.path, v.text(), kamalVersion)
	}
}

// readLabels reads the labels of app containers or of an accessory's.
func (r *reader) readLabels(v value) Pairs {
	for _, e := range v.entries() {
		switch e.name {
		case "service", "role", "destination":
			r.fail(e, "the label %q is set by kamal itself", e.name).suggest("choose another name")
		}
	}
	return v.pairs()
}

func (r *reader) readAliases() {
	v := r.root.get("aliases")
	for _, e := range v.entries() {
		if !aliasName.MatchString(e.name) {
			r.fail(e, "the alias %q has letters other than a-z, 0-9, - and _ in its name", e.name)
			continue
		}
		for _, name := range r.opts.ReservedNames {
			if plain(name) == plain(e.name) {
				r.fail(e, "the alias %q has the name of a command", e.name).suggest("rename it")
				break
			}
		}
	}
	r.config.Aliases = v.pairs()
}
