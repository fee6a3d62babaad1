package commands

import (
	"encoding/base64"
	"path"
	"strings"

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
func (l Lock) Acquire(details string) Cmd {
	parents := Server(l).MakeRunDirectory()
	if l.both() {
		parents = And(parents, Command("mkdir", "-p", path.Dir(l.legacy())))
	}
	take := And(l.make(), Or(
		And(l.write(details), printLine(lockTaken)),
		And(l.remove(l.own()), Command("false")),
	))
	return And(parents, Or(take, l.show())).For("taking the deploy lock")
}

// make makes the folders, all or none.
func (l Lock) make() Cmd {
	free := Command("test", "!", "-d", l.legacy())
	mine := Command("mkdir", need(l.Config).LockDirectory())
	if !l.both() {
		return And(free, mine)
	}
	undo := And(Command("rmdir", l.Config.LockDirectory()), Command("false"))
	return And(free, mine, Or(Command("mkdir", l.legacy()), undo))
}

// Update changes the details while they are still the old ones; otherwise it
// fails, and prints that for [ParseLock]. When there is no room for new details
// it fails, too, and the old ones stay.
func (l Lock) Update(old, details string) Cmd {
	return And(Or(l.unchanged(old), And(printLine(lockChanged), Command("false"))), l.replace(details)).For("renewing the deploy lock")
}

// TakeOver makes the lock one's own while the details are still the old ones; it
// fails otherwise. Of several that try at the same time, one gets through.
func (l Lock) TakeOver(old, details string) Cmd {
	claim := path.Join(need(l.Config).LockDirectory(), "claim")
	free := Command("rmdir", claim)
	swap := And(l.unchanged(old), l.replace(details), printLine(lockTaken), free)
	return And(Command("mkdir", claim).QuietErrors(), Or(swap, And(free.QuietErrors(), Command("false")))).For("taking over the deploy lock")
}

// Release releases the lock, whoever holds it, and prints for [ParseLock]
// whether there was one.
func (l Lock) Release() Cmd {
	return Or(
		And(l.free(), printLine(lockFree)),
		And(l.remove([]string{need(l.Config).LockDirectory(), l.legacy()}), printLine(lockReleased)),
	).For("releasing the deploy lock")
}

// ReleaseIf releases the lock while the details are still these. The lock of an
// older tool goes with it only where Acquire made that one too.
func (l Lock) ReleaseIf(details string) Cmd {
	return And(l.unchanged(details), l.remove(l.own()), printLine(lockReleased)).For("releasing the deploy lock")
}

// ReleaseEmpty releases a lock that says nothing, whose making was cut short. It
// fails where the lock has details, or is not there.
func (l Lock) ReleaseEmpty() Cmd {
	return And(Command("test", "!", "-s", l.details()), Command("rm", "-f").Arg(l.files()...), Command("rmdir").Arg(l.own()...)).For("releasing the deploy lock")
}

// Status prints who holds the lock, for [ParseLock].
func (l Lock) Status() Cmd {
	return Or(l.show(), And(l.free(), printLine(lockFree))).For("reading the deploy lock")
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
	return path.Join(l.legacies(), need(l.Config).ServiceAndDestination())
}

func (l Lock) legacies() string { return path.Join(need(l.Config).RunDirectory, "locks") }

func (l Lock) both() bool { return need(l.Config).Fleet.Kind != config.FleetProxy }

// own are the folders that this configuration makes.
func (l Lock) own() []string {
	if l.both() {
		return []string{need(l.Config).LockDirectory(), l.legacy()}
	}
	return []string{l.Config.LockDirectory()}
}

// files are the details in them.
func (l Lock) files() []string {
	var files []string
	for _, dir := range l.own() {
		files = append(files, path.Join(dir, "details"))
	}
	return files
}

func (l Lock) details() string { return path.Join(need(l.Config).LockDirectory(), "details") }

func (l Lock) write(details string) Cmd {
	text := l.text(details)
	c := text.WriteTo(Text(l.details()))
	if l.both() {
		c = And(c, text.WriteTo(Text(path.Join(l.legacy(), "details"))))
	}
	return c
}

// text prints the details. Some shells don't say why they can't write; cat does.
func (l Lock) text(details string) Cmd {
	return Pipe(printLine(encodeDetails(details)), Command("cat"))
}

// replace writes the details by way of another file, so that they are never half
// written: nobody could tell then whose lock it is.
func (l Lock) replace(details string) Cmd {
	var writes, moves []Cmd
	var temps []string
	for _, dir := range l.own() {
		temp := path.Join(dir, "details.new")
		temps = append(temps, temp)
		writes = append(writes, l.text(details).WriteTo(Text(temp)))
		moves = append(moves, Command("mv", "-f", temp, path.Join(dir, "details")))
	}
	return Or(And(append(writes, moves...)...), And(Command("rm", "-f").Arg(temps...), Command("false")))
}

func (l Lock) unchanged(details string) Cmd {
	return Command("test").Word(Substitute(Command("cat", l.details()))).Arg("=", encodeDetails(details))
}

func (l Lock) show() Cmd {
	return And(
		Or(Command("test", "-d", need(l.Config).LockDirectory()), Command("test", "-d", l.legacy())),
		printLine(lockHeld),
		Or(Command("cat", l.details()).QuietErrors(), Command("cat", path.Join(l.legacy(), "details")).QuietErrors()).Optional(),
	)
}

func (l Lock) free() Cmd {
	return And(Command("test", "!", "-d", need(l.Config).LockDirectory()), Command("test", "!", "-d", l.legacy()))
}

// remove removes some of the lock's two folders.
func (l Lock) remove(folders []string) Cmd {
	var trees []tree
	for _, dir := range folders {
		parent := need(l.Config).RunDirectory
		if dir == l.legacy() {
			parent = l.legacies()
		}
		trees = append(trees, tree{parent, dir})
	}
	return removeTree("-rf", trees...)
}

func encodeDetails(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
