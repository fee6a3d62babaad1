package timeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// form makes the text of a file.
type form func(story) ([]byte, error)

// formOf tells the form by a file's name.
func formOf(path string) (form, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm":
		return page, nil
	case ".json":
		return traceEvents, nil
	}
	return nil, &FormError{path}
}

// FormError is a name that does not say what is to be written.
type FormError struct{ Path string }

// Error names the endings that there are.
func (e *FormError) Error() string {
	return fmt.Sprintf("writing the timeline %q: its name has to end in .html, for a page, or .json, for trace events", e.Path)
}

func writing(path string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err // the name in it is that of a file beside it
	}
	return fmt.Errorf("writing the timeline %q: %w", path, err)
}

// tryWriting finds out whether a file can be replaced, and leaves it as it is.
func tryWriting(path string) error {
	target, err := targetOf(path)
	if err != nil {
		return err
	}
	beside, err := create(target)
	if err != nil {
		return err
	}
	return errors.Join(beside.Close(), os.Remove(beside.Name()))
}

// replace puts a text in place of a file, or leaves the file as it is.
func replace(path string, text []byte) error {
	target, err := targetOf(path)
	if err != nil {
		return err
	}
	beside, err := create(target)
	if err != nil {
		return err
	}
	_, err = beside.Write(text)
	err = errors.Join(err, beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), target)
	}
	if err != nil {
		_ = os.Remove(beside.Name())
	}
	return err
}

// create makes a new file beside another, which only the user can read: what is in
// it is nobody else's business.
func create(target string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*")
}

// targetOf follows links. What is there and is no file is an error.
func targetOf(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil
	}
	if err != nil {
		return "", err
	}
	info, err := os.Stat(target)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errors.New("it is there, and is no file")
	}
	return target, nil
}
