package hostcmd

import (
	"cmp"
	"fmt"
	"path"
	"strconv"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Upload writes a file that it reads from standard input. One that is there
// changes in place, so that a running container sees the new content.
func (a Accessory) Upload(m config.Mount) commands.Cmd {
	return Server{a.Config}.WriteFile(layout.AccessoryFile(a.Accessory, m), FileOptions{
		Mode: cmp.Or(m.Mode, "755"), Owner: m.Owner, Parents: true, InPlace: true,
	})
}

// UploadDirectory extracts the tar archive that it reads from standard input
// where a file that is a folder on this machine lies. Its folders can be entered
// by whoever may read them.
func (a Accessory) UploadDirectory(m config.Mount) commands.Cmd {
	dir, mode := layout.AccessoryFile(a.Accessory, m), cmp.Or(m.Mode, "755")
	c := commands.And(
		Server{a.Config}.unpack(dir),
		commands.Command("find", dir, "-type", "f", "-exec", "chmod", mode, "{}", "+"),
		commands.Command("find", dir, "-type", "d", "-exec", "chmod", searchable(mode), "{}", "+"),
	)
	if m.Owner != "" {
		c = commands.And(c, commands.Command("chown", "-R", m.Owner, dir))
	}
	return c
}

// searchable gives the mode of a folder whose files have this one.
func searchable(mode string) string {
	n, err := strconv.ParseUint(mode, 8, 12)
	if err != nil {
		return mode
	}
	return fmt.Sprintf("%04o", n|n&0o444>>2)
}

// MakeDirectories makes the accessory's directories. Without any it does nothing.
func (a Accessory) MakeDirectories() commands.Cmd {
	var all []commands.Cmd
	for _, m := range a.Accessory.Directories {
		all = append(all, Server{a.Config}.makeDirectory(layout.AccessoryDirectory(a.Accessory, m), m.Mode, m.Owner))
	}
	return commands.And(all...)
}

// RemoveDirectory removes the accessory's folder and the data in it.
func (a Accessory) RemoveDirectory() commands.Cmd {
	return RemoveFolders("-rf", Folder{".", a.Accessory.ContainerName})
}

// RemoveSecrets removes the files with secrets that the host keeps for the
// accessory: its env file, also where Kamal puts it, and its certificate.
func (a Accessory) RemoveSecrets() commands.Cmd {
	kamals := path.Join(layout.AppDirectory(a.Config), "env", "accessories", a.Accessory.Name+".env")
	return commands.And(
		commands.Command("rm", "-f", layout.AccessoryEnvFile(a.Config, a.Accessory), kamals),
		RemoveFolders("-rf", proxyAppTree(a.Config).below("tls").below(a.Accessory.Name)))
}

// Existing prints the id of the container in any state, or nothing.
func (a Accessory) Existing() commands.Cmd {
	return filtered(docker("container", "ls", "--all", "--quiet"), "label=service="+a.Accessory.ContainerName, layout.NameFilter(a.Accessory.ContainerName))
}

// RunningID prints the id, 12 hexadecimal digits, of the running container, or
// nothing.
func (a Accessory) RunningID() commands.Cmd {
	return filtered(docker("container", "ls", "--quiet"), "label=service="+a.Accessory.ContainerName, layout.NameFilter(a.Accessory.ContainerName))
}
