package kamal

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
)

// heartbeatInterval is how often a holder beats.
const heartbeatInterval = 30 * time.Second

// lockDetails are the details of a lock that a command takes by itself: the
// three lines that all locks have, then who holds it and when it last beat.
type lockDetails struct {
	head   string
	host   string
	pid    int
	holder processID
	beat   time.Time
}

// processLine begins the line that tells a process of the same machine whether
// the holder still lives. It is not for people.
const processLine = "\nProcess: "

// String gives the text that the lock's file holds.
func (l lockDetails) String() string {
	text := fmt.Sprintf("%s\nHolder: %s pid %d", l.head, l.host, l.pid)
	if l.holder.table != "" {
		text += processLine + l.holder.String()
	}
	return fmt.Sprintf("%s\nHeartbeat: %s", text, timestamp(l.beat))
}

// shownDetails are a lock's details without what is not for people.
func shownDetails(text string) string {
	before, rest, found := strings.Cut(text, processLine)
	if !found || !strings.Contains(text, automaticMessage) {
		return text
	}
	_, after, more := strings.Cut(rest, "\n")
	if !more {
		return before
	}
	return before + "\n" + after
}

// parseLockDetails reads details with a heartbeat. Other locks never count as
// given up.
func parseLockDetails(text string) (lockDetails, bool) {
	if !strings.Contains(text, automaticMessage) {
		return lockDetails{}, false
	}
	_, beat, ok := strings.Cut(text, "\nHeartbeat: ")
	if !ok {
		return lockDetails{}, false
	}
	t, err := time.Parse(time.RFC3339, strings.TrimSpace(beat))
	l := lockDetails{beat: t}
	if _, process, ok := strings.Cut(text, processLine); ok {
		l.holder, _ = parseProcessID(process) // what it can't read says nothing
	}
	return l, err == nil
}

// heartbeat renews the details while the lock is held. The function it gives
// ends that, and says which details the lock has now: of several, one, when the
// host was lost and it is not known what came through.
func (l Lock) heartbeat(ctx context.Context, held lockDetails) (stop func() []lockDetails) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	possible := []lockDetails{held}
	var done sync.WaitGroup
	done.Go(func() {
		for next := held; pause(ctx, time.Until(next.beat.Add(heartbeatInterval))) == nil; {
			next.beat = time.Now()
			// The update itself is not cut short: whether it came through decides which
			// details the release has to name.
			limited, free := l.cleanupOn(ctx, l.spec.primaryHost, cleanupLimit)
			unwatch := context.AfterFunc(ctx, func() {
				if l.isLost(l.spec.primaryHost) {
					free()
				}
			})
			out, err := l.ask(limited, l.spec.primaryHost, anyOf(possible, func(old string) commands.Cmd {
				return l.lockCommands().Update(old, next.String())
			}))
			unwatch()
			free()
			switch {
			case err == nil:
				possible = []lockDetails{next}
			case !exited(err):
				possible = append(possible, next)
			case hostcmd.ParseLock(out).Changed:
				l.warn(ctx, "somebody else has released or taken the deploy lock on %s", l.spec.primaryHost)
				return
			}
		}
	})
	return func() []lockDetails {
		cancel()
		done.Wait()
		return possible
	}
}

// anyOf tries a command with the details that a lock may have, until it works.
func anyOf(possible []lockDetails, cmd func(details string) commands.Cmd) commands.Cmd {
	cmds := make([]commands.Cmd, len(possible))
	for i, details := range possible {
		cmds[i] = cmd(details.String())
	}
	return commands.Or(cmds...)
}
