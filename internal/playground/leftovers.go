package playground

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// controlGroup is the group that all containers of all hosts are in.
const controlGroup = "kamal-playground"

const clearTimeout = 20 * time.Second

// waitForLock takes the lock, and tries for a while if another playground has it.
func waitForLock(ctx context.Context, wait time.Duration) (lock *os.File, err error) {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	err = retry(ctx, func() error {
		lock, err = takeLock()
		return err
	})
	return lock, err
}

// leftFolder gives the data folder that the last playground noted and never removed, if any.
func leftFolder(lock *os.File) string {
	text, err := io.ReadAll(lock)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

func noteFolder(lock *os.File, dir string) error {
	if err := lock.Truncate(0); err != nil {
		return err
	}
	_, err := lock.WriteAt([]byte(dir+"\n"), 0)
	return err
}

// clear removes what outlives the processes of a playground: its bridge, its control groups and
// its files. Processes that are just ending may still hold some of it, so it tries for a while.
func clear(ctx context.Context, dir string) error {
	ctx, cancel := context.WithTimeout(ctx, clearTimeout)
	defer cancel()
	return errors.Join(
		retry(ctx, func() error { return removeLinks(ctx) }),
		retry(ctx, removeControlGroups),
		retry(ctx, func() error { return removeFolder(dir) }),
	)
}

// removeFolder removes only folders that [Up] made: the name comes from a file.
func removeFolder(dir string) error {
	if !strings.HasPrefix(filepath.Base(dir), "kamal-playground-") {
		return nil
	}
	return os.RemoveAll(dir)
}

// removeControlGroups removes the groups of ended containers: one hierarchy, or one for each
// controller.
func removeControlGroups() error {
	var groups []string
	for _, pattern := range []string{"/sys/fs/cgroup/", "/sys/fs/cgroup/*/"} {
		roots, err := filepath.Glob(pattern + controlGroup)
		if err != nil {
			return err
		}
		for _, root := range roots {
			groups = append(groups, foldersIn(root)...)
		}
	}
	for _, group := range slices.Backward(groups) {
		if err := os.Remove(group); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing control group: %w", err)
		}
	}
	return nil
}

// foldersIn gives root and all folders in it, each before those that it holds.
func foldersIn(root string) []string {
	var folders []string
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			folders = append(folders, path)
		}
		return nil
	})
	return folders
}
