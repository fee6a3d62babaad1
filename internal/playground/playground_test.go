package playground

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestSupported_SaysThatThereIsNoPlayground(t *testing.T) {
	err := Supported()
	if err == nil {
		t.Skip("this machine can carry a playground")
	}
	if !errors.Is(err, ErrUnsupported) {
		t.Errorf("%v, want an ErrUnsupported", err)
	}
}

func TestUp_RefusesAnOddNumberOfHosts(t *testing.T) {
	for _, count := range []int{-1, MaxHosts + 1} {
		if _, err := Up(t.Context(), Options{Hosts: count}); err == nil {
			t.Errorf("made %d hosts", count)
		}
	}
}

func TestRemoveFolder_SparesForeignFolders(t *testing.T) {
	foreign := filepath.Join(t.TempDir(), "precious")
	own := filepath.Join(t.TempDir(), "kamal-playground-1")
	for _, dir := range []string{foreign, own} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := removeFolder(dir); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Errorf("a folder that no playground made: %v", err)
	}
	if _, err := os.Stat(own); err == nil {
		t.Error("a playground's folder is still there")
	}
}
