package hostcmd

import (
	"path"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Traces builds the commands for what a service leaves on a host besides its
// containers and images.
type Traces struct {
	Config *config.Config
	Host   config.Host
}

// formerRoles prints the env files of roles that the audit log says were booted,
// but for those to keep. Of each line that counts the last word in brackets is
// the role.
const formerRoles = `$1 == "keep" { keep[$2] = 1; next } ` +
	`match($0, /\[[A-Za-z0-9_.-]+\] Booted app version /) { ` +
	`role = substr($0, RSTART + 1, RLENGTH - 22); if (!keep[role]) print "\"" before role after "\"" }`

// formerAccessories does the same for accessories, with names of containers to
// keep.
const formerAccessories = `$1 == "keep" { keep[$2] = 1; next } ` +
	`match($0, /\] Booted [A-Za-z0-9_.-]+ accessory$/) { ` +
	`name = service substr($0, RSTART + 9, RLENGTH - 19); if (!keep[name]) print "\"" before name ".env\"" }`

// Containers prints the names of the service's containers, of all roles and in
// any state, one a line.
func (t Traces) Containers() commands.Cmd {
	c := filtered(docker("container", "ls", "--all"), "label=service="+t.Config.Service, "label=destination="+t.Config.Destination)
	return c.Arg("--format", "{{.Names}}")
}

// FormerRoles removes the env files of roles that the configuration no longer
// has on the host. Which there were is in the audit log: names of files can't
// tell, as another service's may begin with this one's.
func (t Traces) FormerRoles() commands.Cmd {
	var keep []commands.Cmd
	for _, r := range t.Config.RolesOn(t.Host) {
		keep = append(keep, printLine("keep "+r.Name))
	}
	before, after := roleFileParts(t.Config)
	return t.removeFormer(keep, commands.Command("awk", "-v", "before="+before, "-v", "after="+after, formerRoles))
}

// formerAccessories removes the env files of accessories that ran here once and
// have no container any more.
func (t Traces) formerAccessories() commands.Cmd {
	keep := []commands.Cmd{docker("container", "ls", "--all", "--format", "keep {{.Names}}")}
	before := path.Join(layout.EnvDirectory(t.Config), "accessories") + "/"
	return t.removeFormer(keep, commands.Command("awk", "-v", "before="+before, "-v", "service="+t.Config.Service+"-", formerAccessories))
}

func (t Traces) removeFormer(keep []commands.Cmd, find commands.Cmd) commands.Cmd {
	log := commands.Command("cat", layout.AuditLog(t.Config)).QuietErrors()
	return commands.Pipe(commands.And(append(keep, log)...), find, commands.Command("xargs", "-r", "rm", "-f"))
}

// roleFileParts are what stands before and after a role's name in the path of
// its env file.
func roleFileParts(c *config.Config) (before, after string) {
	after = ".env"
	if c.Destination != "" {
		after = "-" + c.Destination + after
	}
	return path.Join(layout.EnvDirectory(c), "roles", c.Service) + "-", after
}

// Remove removes all files and folders of the service, former ones included, and
// the folders that are empty then. The audit log stays, and so does what other
// services keep beside it.
func (t Traces) Remove() commands.Cmd {
	c := t.Config
	return commands.Then(
		t.FormerRoles(), t.formerAccessories(), t.cords(),
		RemoveFolders("-rf", appTree(c), proxyAppTree(c)),
		commands.Command("rm", "-f").Arg(t.envFiles()...), RemoveTraefikEnvFile(c),
		commands.Command("rmdir").Arg(t.folders()...).QuietErrors().Optional(),
	)
}

func (t Traces) envFiles() []string {
	var files []string
	for _, r := range t.Config.RolesOn(t.Host) {
		files = append(files, layout.RoleEnvFile(t.Config, r))
	}
	for _, a := range t.Config.Accessories {
		if slices.Contains(a.Hosts, t.Host) {
			files = append(files, layout.AccessoryEnvFile(t.Config, a))
		}
	}
	return files
}

// cords removes the folders of the files that keep containers healthy on hosts
// of Traefik.
func (t Traces) cords() commands.Cmd {
	if len(t.Config.RolesOn(t.Host)) == 0 {
		return commands.Cmd{}
	}
	dir := path.Join(t.Config.RunDirectory, layout.Cords)
	find := commands.Command("find", dir, "-mindepth", "1", "-maxdepth", "1", "(")
	for i, r := range t.Config.RolesOn(t.Host) {
		if i > 0 {
			find = find.Arg("-o")
		}
		find = find.Arg("-name", r.ContainerPrefix+"-"+strings.Repeat("[0-9a-f]", CordDigits))
	}
	return commands.Or(commands.Command("test", "!", "-d", dir), removeFound(find.Arg(")")))
}

// folders are those that others may share, the inner ones first. What the proxy
// is given is left alone: a running one holds on to its folder.
func (t Traces) folders() []string {
	env := layout.EnvDirectory(t.Config)
	return []string{
		path.Join(env, "roles"), path.Join(env, "accessories"), path.Join(env, "traefik"), env,
		layout.AppsDirectory(t.Config), path.Join(t.Config.RunDirectory, layout.Cords),
	}
}

// ForgetRole makes kamal-proxy forget a role that the configuration does not
// have.
func (t Traces) ForgetRole(role string) commands.Cmd {
	name := t.Config.Service + "-" + role
	if t.Config.Destination != "" {
		name += "-" + t.Config.Destination
	}
	return docker("exec", layout.ProxyContainer, "kamal-proxy", "remove", name)
}
