package commands

import (
	"slices"
	"strings"
)

// Programs gives the words of every program in a command, joined or not, in the
// order in which they stand on its line: those of both sides of [And], [Or], [Then]
// and [Pipe], the parts of a [Script], what [Substitute] holds, and what
// xargs, timeout, sudo and find are to run, after these. Secrets are replaced; raw
// parts are as written.
func (c Cmd) Programs() [][]string { return programs(c.expr, shown) }

func programs(e expr, f form) [][]string {
	var all [][]string
	switch e := e.(type) {
	case simple:
		return e.programs(f)
	case joined:
		for _, one := range e.exprs {
			all = append(all, programs(one, f)...)
		}
	case redirected:
		all = append(programs(e.expr, f), held(e.paths, f)...)
	case subshell:
		all = programs(e.expr, f)
	case scripted:
		for _, one := range e.steps {
			all = append(all, programs(one, f)...)
		}
	case scriptStep:
		all = programs(e.part.Cmd.expr, f)
	}
	return all
}

func (s simple) programs(f form) [][]string {
	if len(s) == 0 {
		return nil
	}
	args := make([]string, len(s))
	for i, w := range s {
		args[i] = w.plain(f)
	}
	return slices.Concat(carried(args), held(s, f))
}

// held gives the programs of the commands that words hold.
func held(words []Word, f form) [][]string {
	var all [][]string
	for _, w := range words {
		for _, p := range w.all() {
			if p.hidden && f == shown {
				continue
			}
			all = append(all, programs(p.expr, f)...)
		}
	}
	return all
}

// carried gives a program, and those that it is told to run.
func carried(args []string) [][]string {
	all := [][]string{args}
	if next := carry(args); len(next) > 0 {
		all = append(all, carried(next)...)
	}
	return all
}

// carry gives the words of the program that another is told to run.
func carry(args []string) []string {
	switch args[0] {
	case "sudo", "xargs":
		return afterOptions(args[1:])
	case "timeout":
		return args[min(2, len(args)):]
	case "find":
		at := slices.Index(args, "-exec")
		if at < 0 {
			return nil
		}
		rest := args[at+1:]
		if end := slices.IndexFunc(rest, func(a string) bool { return a == "+" || a == ";" }); end >= 0 {
			return rest[:end]
		}
	}
	return nil
}

// afterOptions leaves out options, and the number that follows -n of xargs.
func afterOptions(args []string) []string {
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		if args[0] == "-n" && len(args) > 1 && strings.Trim(args[1], "0123456789") == "" {
			args = args[1:]
		}
		args = args[1:]
	}
	return args
}
