package simhost

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/minishell"
)

// program is what a host has besides docker. It gives the exit status.
type program func(ctx context.Context, h *Host, c minishell.Call) int

// programs are all of them, by name.
var programs = map[string]program{
	"true":  func(context.Context, *Host, minishell.Call) int { return 0 },
	"false": func(context.Context, *Host, minishell.Call) int { return 1 },
	"echo":  echo, "printf": printf, "cat": cat, "test": test, "sh": sh, "xargs": xargs, "sort": sorted,
	"head": head, "tail": tail, "grep": grep, "awk": awk, "tr": tr, "cut": cut, "sha256sum": sum, "wc": wc, "sed": sed, "df": df, "ss": succeed,
	"mkdir": mkdir, "rmdir": rmdir, "rm": rm, "mv": mv, "chmod": chmod, "chown": chmod, "touch": touch,
	"ls": ls, "cp": cp, "find": find, "tar": untar,
	"id": id, "whoami": whoami, "sudo": sudo, "usermod": succeed,
	"git": git, "pack": succeed, "sleep": sleep, "timeout": timeout, "hostname": hostname,
}

// leastOperands is how many words programs need besides options.
var leastOperands = map[string]int{"timeout": 2, "printf": 1, "awk": 1, "mv": 2, "cp": 2, "chmod": 2, "chown": 2}

func succeed(context.Context, *Host, minishell.Call) int { return 0 }

// fail says what went wrong.
func fail(c minishell.Call, format string, args ...any) int {
	fmt.Fprintf(c.Stderr, c.Args[0]+": "+format+"\n", args...)
	return 1
}

// split parts a program's options from its arguments.
func split(args []string) (options string, rest []string) {
	for _, a := range args {
		if strings.HasPrefix(a, "-") && len(a) > 1 && len(rest) == 0 {
			options += a[1:]
		} else {
			rest = append(rest, a)
		}
	}
	return options, rest
}

func echo(_ context.Context, _ *Host, c minishell.Call) int {
	fmt.Fprintln(c.Stdout, strings.Join(c.Args[1:], " "))
	return 0
}

// printf knows %s, the usual escapes in the format, and %b alone with escapes that
// are octal numbers.
func printf(_ context.Context, _ *Host, c minishell.Call) int {
	if c.Args[1] == "%b" {
		return printEscaped(c)
	}
	format := strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\\`, `\`).Replace(c.Args[1])
	for _, a := range c.Args[2:] {
		format = strings.Replace(format, "%s", a, 1)
	}
	_, _ = io.WriteString(c.Stdout, strings.ReplaceAll(format, "%s", ""))
	return 0
}

var octal = regexp.MustCompile(`\\0[0-7]{3}`)

func printEscaped(c minishell.Call) int {
	for _, a := range c.Args[2:] {
		_, _ = io.WriteString(c.Stdout, octal.ReplaceAllStringFunc(a, func(code string) string {
			n, _ := strconv.ParseUint(code[1:], 8, 8)
			return string([]byte{byte(n)})
		}))
	}
	return 0
}

func test(_ context.Context, h *Host, c minishell.Call) int {
	args := c.Args[1:]
	want := true
	if len(args) > 0 && args[0] == "!" {
		args, want = args[1:], false
	}
	is, known := holds(h, c, args)
	switch {
	case !known:
		_ = fail(c, "unknown condition %q", args)
		return 2
	case is == want:
		return 0
	}
	return 1
}

func holds(h *Host, c minishell.Call, args []string) (is, known bool) {
	switch {
	case len(args) == 0:
		return false, true
	case len(args) == 1:
		return args[0] != "", true
	case len(args) == 2:
		p := c.Shell.Path(args[1])
		switch args[0] {
		case "-z":
			return args[1] == "", true
		case "-d":
			return h.Files.IsDir(p), true
		case "-e":
			return h.Files.Exists(p), true
		case "-f":
			return h.Files.Exists(p) && !h.Files.IsDir(p), true
		case "-s":
			text, err := h.Files.Read(p)
			return err == nil && len(text) > 0 || h.Files.IsDir(p), true
		}
	case len(args) == 3 && args[1] == "=":
		return args[0] == args[2], true
	case len(args) == 3 && args[1] == "-eq":
		a, errA := strconv.Atoi(strings.TrimSpace(args[0]))
		b, errB := strconv.Atoi(strings.TrimSpace(args[2]))
		return a == b, errA == nil && errB == nil
	}
	return false, false
}

// sh runs the line of -c, or what it reads.
func sh(ctx context.Context, h *Host, c minishell.Call) int {
	line := ""
	if len(c.Args) > 3 && c.Args[1] == "-s" {
		return bootstrap(h, c, c.Args[3])
	}
	if len(c.Args) > 2 && c.Args[1] == "-c" {
		line = c.Args[2]
	} else {
		text, err := io.ReadAll(c.Stdin)
		if err != nil {
			return fail(c, "%v", err)
		}
		line = string(text)
	}
	inner := *c.Shell
	return inner.Run(ctx, line, c)
}

// xargs splits its input as a shell would, and runs a program with the words.
func xargs(ctx context.Context, _ *Host, c minishell.Call) int {
	text, err := io.ReadAll(c.Stdin)
	if err != nil {
		return fail(c, "%v", err)
	}
	words, args := xargsWords(string(text)), c.Args[1:]
	size, empty := max(len(words), 1), true
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		if args[0] == "-r" {
			empty = false
		}
		if args[0] == "-n" && len(args) > 1 {
			n, _ := strconv.Atoi(args[1])
			size, args = max(n, 1), args[1:]
		}
		args = args[1:]
	}
	if len(words) == 0 && !empty {
		return 0
	}
	call := c
	call.Stdin = strings.NewReader("")
	status := 0
	for chunk := range slices.Chunk(words, size) {
		call.Args = slices.Concat(args, chunk)
		if c.Shell.Program(ctx, call) != 0 {
			status = 123
		}
	}
	if len(words) == 0 {
		call.Args = args
		if c.Shell.Program(ctx, call) != 0 {
			status = 123
		}
	}
	return status
}

// xargsWords splits at blanks; quotes keep words together and know no escapes.
func xargsWords(text string) []string {
	var words []string
	var now strings.Builder
	in, quote := false, rune(0)
	for _, r := range text {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			now.WriteRune(r)
		case r == '\'' || r == '"':
			quote, in = r, true
		case strings.ContainsRune(" \t\n", r):
			if in {
				words = append(words, now.String())
				now.Reset()
			}
			in = false
		default:
			now.WriteRune(r)
			in = true
		}
	}
	if in {
		words = append(words, now.String())
	}
	return words
}

func id(_ context.Context, h *Host, c minishell.Call) int {
	user, number := "root", "0"
	if h.lacksRoot() {
		user, number = "deploy", "1000"
	}
	switch c.Args[len(c.Args)-1] {
	case "-u":
		fmt.Fprintln(c.Stdout, number)
	default:
		fmt.Fprintln(c.Stdout, user)
	}
	return 0
}

func whoami(_ context.Context, _ *Host, c minishell.Call) int {
	fmt.Fprintln(c.Stdout, "root")
	return 0
}

// sudo runs a program; a user that is not root may not use it here.
func sudo(ctx context.Context, h *Host, c minishell.Call) int {
	if h.lacksRoot() {
		return fail(c, "a password is required")
	}
	_, c.Args = split(c.Args[1:])
	return c.Shell.Program(ctx, c)
}

// bootstrap stands for the script that makes docker usable.
func bootstrap(h *Host, c minishell.Call, action string) int {
	user, rights := "root", "root"
	if h.lacksRoot() {
		user, rights = "deploy", "password"
	}
	switch {
	case action == "look":
		fmt.Fprintf(c.Stdout, "user %s\nrights %s\nline apt-get install -y docker.io\nline systemctl enable --now docker\nline usermod -aG docker %[1]s\n", user, rights)
		return 0
	case h.lacksRoot():
		return fail(c, "sudo: a password is required")
	case action == "install":
		if err := h.Files.Write(dockerProgram, nil, false); err != nil {
			return fail(c, "%v", err)
		}
	}
	fmt.Fprintln(c.Stdout, "simulated: "+action)
	return 0
}

// git knows who works here, and a work tree without changes.
func git(_ context.Context, _ *Host, c minishell.Call) int {
	switch strings.Join(c.Args[1:], " ") {
	case "config user.email":
		fmt.Fprintln(c.Stdout, "dev@example.com")
	case "config user.name":
		fmt.Fprintln(c.Stdout, "Dev")
	}
	return 0
}

func sleep(ctx context.Context, _ *Host, c minishell.Call) int {
	d, err := time.ParseDuration(c.Args[len(c.Args)-1] + "s")
	if err != nil {
		return fail(c, "%v", err)
	}
	if wait(ctx, d) != nil {
		return 130
	}
	return 0
}

// timeout runs a program, and ends it after a time. Its own options are not known.
func timeout(ctx context.Context, _ *Host, c minishell.Call) int {
	d, err := time.ParseDuration(c.Args[1] + "s")
	if err != nil {
		return fail(c, "%v", err)
	}
	limited, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	c.Args = c.Args[2:]
	if status := c.Shell.Program(limited, c); ctx.Err() != nil || limited.Err() == nil {
		return status
	}
	return 124
}

func hostname(_ context.Context, h *Host, c minishell.Call) int {
	fmt.Fprintln(c.Stdout, h.Name)
	return 0
}

// df tells of a disk with much room, or none.
func df(_ context.Context, h *Host, c minishell.Call) int {
	free := 50 << 20
	if h.Files.isFull() {
		free = 0
	}
	fmt.Fprintf(c.Stdout, "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/simulated 104857600 52428800 %d 50%% /\n", free)
	return 0
}
