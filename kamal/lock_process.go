package kamal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"sync"
)

// processID names a process so that another one can tell, on the same machine,
// whether it still lives. The zero value names none: nobody can tell.
type processID struct {
	// table names the processes among which pid counts: those of one machine,
	// since it was started, within one container or beside all.
	table string
	pid   int
	// start is when it began, as far as the system tells: numbers are given out
	// again.
	start string
	// lock is which of the locks that the process took this is.
	lock int
}

// ownProcess names this process. It is zero where the system does not tell
// enough.
var ownProcess = sync.OnceValue(func() processID {
	table := processTable()
	if table == "" {
		return processID{}
	}
	start, _ := processStart(os.Getpid())
	return processID{table: table, pid: os.Getpid(), start: start}
})

// String is the form that parseProcessID reads.
func (p processID) String() string {
	return fmt.Sprintf("%s %d %s %d", p.table, p.pid, p.start, p.lock)
}

func parseProcessID(text string) (p processID, ok bool) {
	if _, err := fmt.Sscanf(text, "%s %d %s %d", &p.table, &p.pid, &p.start, &p.lock); err != nil || p.pid <= 0 {
		return processID{}, false // half of it would name a process that is no more
	}
	return p, true
}

// isGone reports whether it is certain that the process, or the lock that it
// took, is no more. A process of another machine never is.
func (p processID) isGone() bool {
	own := ownProcess()
	switch {
	case p.table == "" || p.table != own.table:
		return false
	case p.pid == own.pid && p.start == own.start:
		return !ownLocks.holds(p.lock)
	}
	start, exists := processStart(p.pid)
	return !exists || start != unknownStart && p.start != unknownStart && start != p.start
}

// unknownStart stands for a start that can't be found out.
const unknownStart = "?"

// tableName makes one word of all that tells one table of processes from others.
func tableName(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// ownLocks are the locks that this process holds: one that it gave up, for its
// host was lost, is nobody's.
var ownLocks = &lockNumbers{held: map[int]bool{}}

type lockNumbers struct {
	mu   sync.Mutex
	last int
	held map[int]bool
}

// take gives a new number, which counts as held.
func (l *lockNumbers) take() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last++
	l.held[l.last] = true
	return l.last
}

func (l *lockNumbers) giveUp(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.held, n)
}

func (l *lockNumbers) holds(n int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.held[n]
}
