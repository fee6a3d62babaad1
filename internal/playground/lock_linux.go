package playground

import (
	"fmt"
	"os"
	"syscall"
)

// takeLock claims the one playground of this machine until the file is closed or the
// program ends. The file stays; it also names the data folder of the last playground.
func takeLock() (*os.File, error) {
	file, err := os.OpenFile("/run/kamal-playground.lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("locking the playground: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%w: wait for it to end (%s is locked)", ErrBusy, file.Name())
	}
	return file, nil
}
