package logfile

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/kamal"
)

// File is the log file of a run, made by [Create]. Its methods may be called by
// several goroutines at once.
type File struct {
	began time.Time

	mu     sync.Mutex
	file   *os.File
	failed error
	closed bool
}

// Create begins the log file of a run in a folder, which it makes if need be.
// Only the user who runs it can read the file.
func Create(folder string, run journal.Run) (*File, error) {
	began := time.Now()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder for log files: %w", err)
	}
	file, err := open(folder, baseName(began, run))
	if err != nil {
		return nil, fmt.Errorf("making a log file: %w", err)
	}
	f := &File{began: began, file: file}
	f.write([]journal.Entry{{Text: heading(run)}})
	return f, nil
}

// Name is the path of the file.
func (f *File) Name() string { return f.file.Name() }

// Handle writes an event down. An event after the end of the run is left out. A
// failure is told by [File.Close].
func (f *File) Handle(e kamal.Event) {
	var entries []journal.Entry
	for entry := range journal.Entries(e) {
		entries = append(entries, entry)
	}
	f.write(entries)
}

// Close writes how the run ended, failed or interrupted if err is not nil, and closes
// the file.
// It gives the first failure to write to it. Only the first call does anything.
func (f *File) Close(err error) error {
	took := journal.Seconds(time.Since(f.began))
	last := []journal.Entry{{Text: "completed in " + took}}
	switch {
	case journal.Interrupted(err):
		last = []journal.Entry{{Text: "interrupted after " + took}}
		if more := strings.TrimPrefix(journal.Failure(err), "interrupted: "); more != "interrupted" {
			last = append([]journal.Entry{{Text: more}}, last...)
		}
	case err != nil:
		last = []journal.Entry{{Text: "error: " + journal.Failure(err)}, {Text: "failed after " + took}}
	}
	f.write(last)

	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil
	}
	f.closed = true
	f.note(f.file.Close())
	return f.failed
}

func (f *File) write(entries []journal.Entry) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed || len(entries) == 0 {
		return
	}
	_, err := f.file.Write(lines(time.Now(), entries))
	f.note(err)
}

// note keeps the first error.
func (f *File) note(err error) {
	if err != nil && f.failed == nil {
		f.failed = fmt.Errorf("writing the log file: %w", err)
	}
}
