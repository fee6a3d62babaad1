package commands

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/kamal/config"
)

// Server builds the commands for a host's files and its docker.
type Server struct{ Config *config.Config }

// FileOptions say how a file is written. The zero value makes a file that only
// its owner can read, in a folder that is there.
type FileOptions struct {
	// Mode is what chmod is given [0600].
	Mode string
	// Owner is what chown is given; empty leaves it alone.
	Owner string
	// Parents makes the folders above it.
	Parents bool
	// Size is the content's length in bytes; when it is not 0, a shorter content,
	// as a broken connection leaves it, is refused.
	Size int
	// InPlace changes the content of a file that is there and keeps the file
	// itself, so that a container that mounts it sees the change.
	InPlace bool
}

// WriteFile writes what it reads from standard input to a file. The content
// is complete in a file beside it before the file itself is touched, and nobody
// but the owner can read it on the way.
func (s Server) WriteFile(file string, o FileOptions) Cmd {
	temp := Concat(Text(file), Raw(`.$$`))
	write := And(
		Command("umask", "077"),
		Command("cat").WriteTo(temp),
		o.whole(temp),
		Command("chmod", cmp.Or(o.Mode, "0600")).Word(temp),
		o.chown(temp),
		o.settle(temp, file),
	)
	write = Or(write, And(Command("rm", "-f").Word(temp), Command("false")))
	if o.Parents {
		return And(Command("mkdir", "-p", path.Dir(file)), Subshell(write))
	}
	return Subshell(write)
}

func (o FileOptions) whole(file Word) Cmd {
	if o.Size == 0 {
		return Cmd{}
	}
	size := Pipe(Command("cat").Word(file), Command("wc", "-c"))
	// The content may be a secret, and so its length is not shown.
	return Command("test").Word(Substitute(size)).Arg("-eq").Word(Secret(strconv.Itoa(o.Size)))
}

func (o FileOptions) chown(file Word) Cmd {
	if o.Owner == "" {
		return Cmd{}
	}
	return Command("chown", o.Owner).Word(file)
}

func (o FileOptions) settle(temp Word, file string) Cmd {
	move := Command("mv", "-f").Word(temp).Arg(file)
	if !o.InPlace {
		return move
	}
	rewrite := And(
		Command("test", "-f", file),
		Command("cat").Word(temp).WriteTo(Text(file)),
		Command("chmod", cmp.Or(o.Mode, "0600"), file),
		o.chown(Text(file)),
		Command("rm", "-f").Word(temp),
	)
	return Or(rewrite, move)
}

// Unpack extracts the tar archive that it reads from standard input into a
// folder, which is made.
func (s Server) Unpack(dir string) Cmd {
	return And(Command("mkdir", "-p", dir), Command("tar", "-x", "-o", "-f", "-", "-C", dir))
}

// MakeRunDirectory makes the folder for everything that is kept on a host.
func (s Server) MakeRunDirectory() Cmd { return Command("mkdir", "-p", s.Config.RunDirectory) }

// MakeAppDirectory makes the app's folder, whose being there says that the app
// is installed.
func (s Server) MakeAppDirectory() Cmd { return Command("mkdir", "-p", s.Config.AppDirectory()) }

// MakeDirectory makes a folder and those above it. Empty mode and owner leave
// what is there.
func (s Server) MakeDirectory(dir, mode, owner string) Cmd {
	c := Command("mkdir", "-p", dir)
	if mode != "" {
		c = And(c, Command("chmod", mode, dir))
	}
	if owner != "" {
		c = And(c, Command("chown", owner, dir))
	}
	return c
}

// RemoveFiles removes files; those that are not there are no error.
func (s Server) RemoveFiles(files ...string) Cmd { return Command("rm", "-f").Arg(files...) }

// MissingFiles prints those of the files that are not there, one a line.
func (s Server) MissingFiles(files ...string) Cmd {
	var checks []Cmd
	for _, f := range files {
		checks = append(checks, Or(Command("test", "-e", f), printLine(f)))
	}
	return And(checks...)
}

// printLine prints a text and a line break. Shells differ in what echo makes of
// a backslash, or of an option in front.
func printLine(s string) Cmd {
	if strings.Contains(s, `\`) || strings.HasPrefix(s, "-") {
		return Command("printf", `%s\n`, s)
	}
	return Command("echo", s)
}
