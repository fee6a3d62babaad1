package logfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/kamal-go/kamal/internal/journal"
)

// sameName is how many runs with the same name may begin in the same second.
const sameName = 1000

// baseName is the name of a run's file, without its ending.
func baseName(began time.Time, run journal.Run) string {
	name := began.Format("2006-01-02T15-04-05")
	if run.Destination != "" {
		name += "_" + plain(run.Destination)
	}
	return name + "_" + plain(run.Command)
}

// plain makes a text fit for the name of a file on any system.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("-_.", r):
			return r
		case r == ' ':
			return '_'
		}
		return '-'
	}, text)
}

// open makes a file that was not there before, with a number behind its name if
// need be.
func open(folder, base string) (*os.File, error) {
	name := base
	for n := 2; ; n++ {
		file, err := os.OpenFile(filepath.Join(folder, name+".log"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) || n > sameName {
			return file, err
		}
		name = fmt.Sprintf("%s-%d", base, n)
	}
}
