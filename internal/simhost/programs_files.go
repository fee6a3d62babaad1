package simhost

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/kamal-go/kamal/internal/minishell"
)

// each does something with each argument that is no option.
func each(c minishell.Call, args []string, do func(path string) error) int {
	status := 0
	for _, a := range args {
		if err := do(c.Shell.Path(a)); err != nil {
			status = fail(c, "%v", err)
		}
	}
	return status
}

func mkdir(_ context.Context, h *Host, c minishell.Call) int {
	options, args := split(c.Args[1:])
	return each(c, args, func(p string) error { return h.Files.Mkdir(p, strings.Contains(options, "p")) })
}

func rmdir(_ context.Context, h *Host, c minishell.Call) int {
	return each(c, c.Args[1:], h.Files.rmdir)
}

func rm(_ context.Context, h *Host, c minishell.Call) int {
	options, args := split(c.Args[1:])
	return each(c, args, func(p string) error {
		if h.Files.IsDir(p) && !strings.ContainsAny(options, "rR") {
			return fmt.Errorf("cannot remove '%s': %w", p, errIsDir)
		}
		if !h.Files.Remove(p) && !strings.Contains(options, "f") {
			return fmt.Errorf("cannot remove '%s': %w", p, errNotFound)
		}
		return nil
	})
}

func mv(_ context.Context, h *Host, c minishell.Call) int {
	_, args := split(c.Args[1:])
	if err := h.Files.move(c.Shell.Path(args[0]), c.Shell.Path(args[1])); err != nil {
		return fail(c, "%v", err)
	}
	return 0
}

// chmod sets permissions. It serves for chown too, which only looks whether the
// files are there.
func chmod(_ context.Context, h *Host, c minishell.Call) int {
	_, args := split(c.Args[1:])
	mode := args[0]
	if c.Args[0] == "chown" {
		mode = ""
	}
	return each(c, args[1:], func(p string) error { return h.Files.setMode(p, mode) })
}

func touch(_ context.Context, h *Host, c minishell.Call) int {
	return each(c, c.Args[1:], func(p string) error { return h.Files.Write(p, nil, true) })
}

func ls(_ context.Context, h *Host, c minishell.Call) int {
	_, args := split(c.Args[1:])
	if len(args) == 0 {
		args = []string{"."}
	}
	return each(c, args, func(p string) error {
		names, ok := h.Files.List(p)
		if !ok {
			return fmt.Errorf("cannot access '%s': %w", p, errNotFound)
		}
		for _, n := range names {
			fmt.Fprintln(c.Stdout, n)
		}
		return nil
	})
}

func cp(_ context.Context, h *Host, c minishell.Call) int {
	options, args := split(c.Args[1:])
	if err := h.Files.copyTree(c.Shell.Path(args[0]), c.Shell.Path(args[1]), !strings.Contains(options, "n")); err != nil {
		return fail(c, "%v", err)
	}
	return 0
}

// find removes what is directly in some folders, as far as the names match, or
// tells what is open to every account; with any other command it does nothing.
func find(_ context.Context, h *Host, c minishell.Call) int {
	var folders, want, not []string
	args := c.Args[1:]
	if slices.Contains(args, "-perm") {
		return findOpen(h, c)
	}
	for len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		folders, args = append(folders, args[0]), args[1:]
	}
	removes := false
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "!" && i+2 < len(args):
			not = append(not, args[i+2])
			i += 2
		case args[i] == "-name":
			want = append(want, args[i+1])
			i++
		case args[i] == "rm":
			removes = true
		}
	}
	return each(c, folders, func(dir string) error {
		names, ok := h.Files.List(dir)
		if !ok {
			return fmt.Errorf("'%s': %w", dir, errNotFound)
		}
		for _, n := range names {
			if removes && (len(want) == 0 || matchesAny(want, n)) && !matchesAny(not, n) {
				h.Files.Remove(path.Join(dir, n))
			}
		}
		return nil
	})
}

// findOpen knows one form: find -H PATH... -prune|-type f ( -perm ... ) -exec echo
// KIND {} ;.
func findOpen(h *Host, c minishell.Call) int {
	roots := c.Args[2:slices.IndexFunc(c.Args, func(a string) bool { return a == "-prune" || a == "-type" })]
	kind := c.Args[slices.Index(c.Args, "echo")+1]
	inside := slices.Contains(c.Args, "-type")
	return each(c, roots, func(root string) error {
		paths := []string{root}
		if inside {
			paths = h.Files.below(root)
		}
		if !h.Files.Exists(root) {
			return fmt.Errorf("'%s': %w", root, errNotFound)
		}
		for _, p := range paths {
			if h.Files.isOpen(p) {
				fmt.Fprintln(c.Stdout, kind, strings.TrimPrefix(p, home+"/"))
			}
		}
		return nil
	})
}

func matchesAny(patterns []string, name string) bool {
	for _, p := range patterns {
		if ok, err := path.Match(p, name); ok && err == nil {
			return true
		}
	}
	return false
}

// untar unpacks standard input into the folder after -C.
func untar(_ context.Context, h *Host, c minishell.Call) int {
	dir := c.Shell.Path(c.Args[len(c.Args)-1])
	archive := tar.NewReader(c.Stdin)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return 0
		}
		if err != nil {
			return fail(c, "%v", err)
		}
		if err := unpack(h, path.Join(dir, header.Name), header, archive); err != nil {
			return fail(c, "%v", err)
		}
	}
}

func unpack(h *Host, to string, header *tar.Header, r io.Reader) error {
	if header.Typeflag == tar.TypeDir {
		return h.Files.Mkdir(to, true)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := h.Files.Mkdir(path.Dir(to), true); err != nil {
		return err
	}
	return h.Files.Write(to, data, false)
}
