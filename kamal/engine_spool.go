package kamal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// spoolMemory is how much of what waits is held in memory; more goes to a file.
const spoolMemory = 256 << 10

// spool keeps bytes until they can be handed on, in a temporary file where they
// are many.
type spool struct {
	memory bytes.Buffer
	file   *os.File
}

// Write implements io.Writer.
func (s *spool) Write(b []byte) (int, error) {
	if s.file == nil && s.memory.Len()+len(b) <= spoolMemory {
		return s.memory.Write(b)
	}
	if s.file == nil {
		file, err := os.CreateTemp("", "kamal-output-*")
		if err != nil {
			return 0, fmt.Errorf("keeping output until it can be shown: %w", err)
		}
		// Where the system allows it, the file has no name: nothing is left behind.
		_ = os.Remove(file.Name())
		s.file = file
	}
	n, err := s.file.Write(b)
	if err != nil {
		err = fmt.Errorf("keeping output until it can be shown: %w", err)
	}
	return n, err
}

// moveTo hands on all that was kept, and forgets it.
func (s *spool) moveTo(w io.Writer) error {
	_, err := s.memory.WriteTo(w)
	s.memory = bytes.Buffer{}
	if s.file == nil {
		return err
	}
	defer func() {
		s.file.Close()
		_ = os.Remove(s.file.Name()) // where it could not be removed while open
		s.file = nil
	}()
	if _, seekErr := s.file.Seek(0, io.SeekStart); err != nil || seekErr != nil {
		return errors.Join(err, seekErr)
	}
	_, err = io.Copy(w, s.file)
	return err
}
