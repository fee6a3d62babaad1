package commands

import (
	"cmp"
	"fmt"
	"path"
	"strconv"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/config"
)

// directory is the accessory's folder on its hosts, below the login directory.
func (a Accessory) directory() string { return a.name() }

// FilePath is where a file of the accessory lies on its hosts.
func (a Accessory) FilePath(m config.Mount) string { return a.name() + path.Join("/", m.Remote) }

// directoryPath is where a directory of the accessory lies on its hosts.
func (a Accessory) directoryPath(m config.Mount) string {
	if path.IsAbs(m.Local) {
		return m.Local
	}
	return path.Join(a.name(), m.Local)
}

// Upload writes a file that it reads from standard input. One that is there
// changes in place, so that a running container sees the new content.
func (a Accessory) Upload(m config.Mount) Cmd {
	return Server{a.Config}.WriteFile(a.FilePath(m), FileOptions{
		Mode: cmp.Or(m.Mode, "755"), Owner: m.Owner, Parents: true, InPlace: true,
	})
}

// UploadDirectory extracts the tar archive that it reads from standard input
// where a file that is a folder on this machine lies. Its folders can be entered
// by whoever may read them.
func (a Accessory) UploadDirectory(m config.Mount) Cmd {
	dir, mode := a.FilePath(m), cmp.Or(m.Mode, "755")
	c := And(
		Server{a.Config}.unpack(dir),
		Command("find", dir, "-type", "f", "-exec", "chmod", mode, "{}", "+"),
		Command("find", dir, "-type", "d", "-exec", "chmod", searchable(mode), "{}", "+"),
	)
	if m.Owner != "" {
		c = And(c, Command("chown", "-R", m.Owner, dir))
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
func (a Accessory) MakeDirectories() Cmd {
	var all []Cmd
	for _, m := range need(a.Accessory).Directories {
		all = append(all, Server{a.Config}.makeDirectory(a.directoryPath(m), m.Mode, m.Owner))
	}
	return And(all...)
}

// RemoveDirectory removes the accessory's folder and the data in it.
func (a Accessory) RemoveDirectory() Cmd { return RemoveFolders("-rf", Folder{".", a.directory()}) }

// RemoveSecrets removes the files with secrets that the host keeps for the
// accessory: its env file, also where Kamal puts it, and its certificate.
func (a Accessory) RemoveSecrets() Cmd {
	kamals := path.Join(layout.AppDirectory(need(a.Config)), "env", "accessories", need(a.Accessory).Name+".env")
	return And(
		Command("rm", "-f", layout.AccessoryEnvFile(a.Config, a.Accessory), kamals),
		RemoveFolders("-rf", proxyAppTree(a.Config).below("tls").below(a.Accessory.Name)))
}

// volumes appends the volumes, those of files, and those of directories.
func (a Accessory) volumes(c Cmd) Cmd {
	c = c.volumes(need(a.Accessory).Volumes...)
	for _, m := range a.Accessory.Files {
		c = c.flag("--volume", mount(a.FilePath(m), m))
	}
	for _, m := range a.Accessory.Directories {
		c = c.flag("--volume", mount(a.directoryPath(m), m))
	}
	return c
}

func mount(source string, m config.Mount) Word {
	target := ":" + m.Remote
	if m.Options != "" {
		target += ":" + m.Options
	}
	return Concat(onHost(source), Text(target))
}
