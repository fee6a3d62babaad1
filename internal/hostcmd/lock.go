package hostcmd

import (
	"encoding/base64"
	"path"
	"strings"

	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// Lock builds the commands for the deploy lock: a folder on the primary host,
// with a file that says who holds it. Where Traefik's hosts are part of the
// fleet it is made in the place of older tools too, and theirs always counts.
type Lock struct{ Config *config.Config }

// What the commands print before any details.
const (
	lockTaken    = "taken"
	lockHeld     = "held"
	lockFree     = "free"
	lockReleased = "released"
	lockChanged  = "changed"
)

// Acquire takes the lock, or else prints whose it is, for [ParseLock]. It
// fails, with a reason on standard error, only when the lock can neither be
// taken nor is held by anybody.
func (l Lock) Acquire(details string) commands.Cmd {
	parents := Server(l).MakeRunDirectory()
	if l.both() {
		parents = commands.And(parents, commands.Command("mkdir", "-p", path.Dir(l.legacy())))
	}
	take := commands.And(l.make(), commands.Or(
		commands.And(l.write(details), say(lockTaken)),
		commands.And(l.remove(l.own()), commands.Command("false")),
	))
	return commands.And(parents, commands.Or(take, l.show())).For("taking the deploy lock")
}

// make makes the folders, all or none.
func (l Lock) make() commands.Cmd {
	free := commands.Command("test", "!", "-d", l.legacy())
	mine := commands.Command("mkdir", layout.LockDirectory(l.Config))
	if !l.both() {
		return commands.And(free, mine)
	}
	undo := commands.And(commands.Command("rmdir", layout.LockDirectory(l.Config)), commands.Command("false"))
	return commands.And(free, mine, commands.Or(commands.Command("mkdir", l.legacy()), undo))
}

// Update changes the details while they are still the old ones; otherwise it
// fails, and prints that for [ParseLock]. When there is no room for new details
// it fails, too, and the old ones stay.
func (l Lock) Update(old, details string) commands.Cmd {
	return commands.And(commands.Or(l.unchanged(old), commands.And(say(lockChanged), commands.Command("false"))), l.replace(details)).For("renewing the deploy lock")
}

// TakeOver makes the lock one's own while the details are still the old ones; it
// fails otherwise. Of several that try at the same time, one gets through.
func (l Lock) TakeOver(old, details string) commands.Cmd {
	claim := path.Join(layout.LockDirectory(l.Config), "claim")
	free := commands.Command("rmdir", claim)
	swap := commands.And(l.unchanged(old), l.replace(details), say(lockTaken), free)
	return commands.And(commands.Command("mkdir", claim).QuietErrors(), commands.Or(swap, commands.And(free.QuietErrors(), commands.Command("false")))).For("taking over the deploy lock")
}

// Release releases the lock, whoever holds it, and prints for [ParseLock]
// whether there was one.
func (l Lock) Release() commands.Cmd {
	return commands.Or(
		commands.And(l.free(), say(lockFree)),
		commands.And(l.remove([]string{layout.LockDirectory(l.Config), l.legacy()}), say(lockReleased)),
	).For("releasing the deploy lock")
}

// ReleaseIf releases the lock while the details are still these. The lock of an
// older tool goes with it only where Acquire made that one too.
func (l Lock) ReleaseIf(details string) commands.Cmd {
	return commands.And(l.unchanged(details), l.remove(l.own()), say(lockReleased)).For("releasing the deploy lock")
}

// ReleaseEmpty releases a lock that says nothing, whose making was cut short. It
// fails where the lock has details, or is not there.
func (l Lock) ReleaseEmpty() commands.Cmd {
	return commands.And(commands.Command("test", "!", "-s", l.details()), commands.Command("rm", "-f").Arg(l.files()...), commands.Command("rmdir").Arg(l.own()...)).For("releasing the deploy lock")
}

// Status prints who holds the lock, for [ParseLock].
func (l Lock) Status() commands.Cmd {
	return commands.Or(l.show(), say(lockFree)).For("reading the deploy lock") // one look: it may be taken meanwhile
}

// LockState is what a lock command found.
type LockState struct {
	// Held says that somebody holds it: for Acquire, somebody else.
	Held bool
	// Details are the holder's, or empty when they can't be read.
	Details string
	// Free says that there was no lock to show or to release.
	Free bool
	// Changed says that the details are not those that were to be updated.
	Changed bool
}

// ParseLock reads what a command of [Lock] prints.
func ParseLock(output string) LockState {
	first, rest, _ := strings.Cut(strings.TrimSpace(output), "\n")
	s := LockState{Held: first == lockHeld, Free: first == lockFree, Changed: first == lockChanged}
	if b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(rest), "")); s.Held && err == nil {
		s.Details = strings.TrimRight(string(b), "\n")
	}
	return s
}

func (l Lock) legacy() string {
	return path.Join(l.legacies(), layout.App(l.Config))
}

func (l Lock) legacies() string { return path.Join(l.Config.RunDirectory, "locks") }

func (l Lock) both() bool { return l.Config.Fleet != config.FleetProxy }

// own are the folders that this configuration makes.
func (l Lock) own() []string {
	if l.both() {
		return []string{layout.LockDirectory(l.Config), l.legacy()}
	}
	return []string{layout.LockDirectory(l.Config)}
}

// files are the details in them.
func (l Lock) files() []string {
	var files []string
	for _, dir := range l.own() {
		files = append(files, path.Join(dir, "details"))
	}
	return files
}

func (l Lock) details() string { return path.Join(layout.LockDirectory(l.Config), "details") }

func (l Lock) write(details string) commands.Cmd {
	var writes []commands.Cmd
	for _, file := range l.files() {
		writes = append(writes, writeDetails(details, file))
	}
	return commands.And(writes...)
}

// writeDetails fails where the file has none then: a lock without details is nobody's.
// Some shells don't say why they can't write; cat does, and succeeds without any input.
func writeDetails(details, file string) commands.Cmd {
	text := commands.Pipe(say(encodeDetails(details)), commands.Command("cat"))
	return commands.And(text.WriteTo(commands.Text(file)), commands.Command("test", "-s", file))
}

// replace writes the details by way of another file, so that they are never half
// written: nobody could tell then whose lock it is.
func (l Lock) replace(details string) commands.Cmd {
	var writes, moves []commands.Cmd
	var temps []string
	for _, dir := range l.own() {
		temp := path.Join(dir, "details.new")
		temps = append(temps, temp)
		writes = append(writes, writeDetails(details, temp))
		moves = append(moves, commands.Command("mv", "-f", temp, path.Join(dir, "details")))
	}
	return commands.Or(commands.And(append(writes, moves...)...), commands.And(commands.Command("rm", "-f").Arg(temps...), commands.Command("false")))
}

func (l Lock) unchanged(details string) commands.Cmd {
	return commands.Command("test").Word(commands.Substitute(commands.Command("cat", l.details()))).Arg("=", encodeDetails(details))
}

func (l Lock) show() commands.Cmd {
	return commands.And(
		commands.Or(commands.Command("test", "-d", layout.LockDirectory(l.Config)), commands.Command("test", "-d", l.legacy())),
		say(lockHeld),
		commands.Or(commands.Command("cat", l.details()).QuietErrors(), commands.Command("cat", path.Join(l.legacy(), "details")).QuietErrors()).Optional(),
	)
}

func (l Lock) free() commands.Cmd {
	return commands.And(commands.Command("test", "!", "-d", layout.LockDirectory(l.Config)), commands.Command("test", "!", "-d", l.legacy()))
}

// remove removes some of the lock's two folders.
func (l Lock) remove(folders []string) commands.Cmd {
	var trees []Folder
	for _, dir := range folders {
		parent := l.Config.RunDirectory
		if dir == l.legacy() {
			parent = l.legacies()
		}
		trees = append(trees, Folder{Parent: parent, Path: dir})
	}
	return RemoveFolders("-rf", trees...)
}

func encodeDetails(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
