package hostcmd

import (
	"cmp"
	"path"
	"strconv"

	"github.com/kamal-go/kamal/kamal/commands"
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
func (s Server) WriteFile(file string, o FileOptions) commands.Cmd {
	temp := commands.Concat(commands.Text(file), commands.Raw(`.$$`))
	write := commands.And(
		commands.Command("umask", "077"),
		commands.Command("cat").WriteTo(temp),
		o.whole(temp),
		commands.Command("chmod", cmp.Or(o.Mode, "0600")).Word(temp),
		o.chown(temp),
		o.settle(temp, file),
	)
	write = commands.Or(write, commands.And(commands.Command("rm", "-f").Word(temp), commands.Command("false")))
	if o.Parents {
		return commands.And(s.makeFolders(path.Dir(file)), commands.Subshell(write))
	}
	return commands.Subshell(write)
}

func (o FileOptions) whole(file commands.Word) commands.Cmd {
	if o.Size == 0 {
		return commands.Cmd{}
	}
	size := commands.Pipe(commands.Command("cat").Word(file), commands.Command("wc", "-c"))
	// The content may be a secret, and so its length is not shown.
	return commands.Command("test").Word(commands.Substitute(size)).Arg("-eq").Word(commands.Secret(strconv.Itoa(o.Size)))
}

func (o FileOptions) chown(file commands.Word) commands.Cmd {
	if o.Owner == "" {
		return commands.Cmd{}
	}
	return commands.Command("chown", o.Owner).Word(file)
}

func (o FileOptions) settle(temp commands.Word, file string) commands.Cmd {
	move := commands.Command("mv", "-f").Word(temp).Arg(file)
	if !o.InPlace {
		return move
	}
	rewrite := commands.And(
		commands.Command("test", "-f", file),
		commands.Command("cat").Word(temp).WriteTo(commands.Text(file)),
		commands.Command("chmod", cmp.Or(o.Mode, "0600"), file),
		o.chown(commands.Text(file)),
		commands.Command("rm", "-f").Word(temp),
	)
	return commands.Or(rewrite, move)
}

// RemoveFiles removes files; those that are not there are no error.
func (s Server) RemoveFiles(files ...string) commands.Cmd {
	return commands.Command("rm", "-f").Arg(files...)
}

// AllFiles fails where one of the files is not there, and prints those.
func (s Server) AllFiles(files ...string) commands.Cmd {
	var checks []commands.Cmd
	for _, f := range files {
		checks = append(checks, commands.Command("test", "-e", f))
	}
	return commands.Or(commands.And(checks...), commands.And(s.MissingFiles(files...), commands.Command("false")))
}

// MissingFiles prints those of the files that are not there, one a line.
func (s Server) MissingFiles(files ...string) commands.Cmd {
	var checks []commands.Cmd
	for _, f := range files {
		checks = append(checks, commands.Or(commands.Command("test", "-e", f), printLine(f)))
	}
	return commands.And(checks...)
}
