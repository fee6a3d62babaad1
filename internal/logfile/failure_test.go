package logfile

import (
	"errors"
	"os"
	"testing"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/kamal"
)

func TestFile_TellsAtTheEndThatItCouldNotBeWritten(t *testing.T) {
	f, err := Create(t.TempDir(), journal.Run{Command: "deploy"})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.file.Close(); err != nil {
		t.Fatal(err)
	}
	f.Handle(kamal.Note{Text: "building"})
	if err := f.Close(nil); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v", err)
	}
}
