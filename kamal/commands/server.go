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
		return And(s.makeFolders(path.Dir(file)), Subshell(write))
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
