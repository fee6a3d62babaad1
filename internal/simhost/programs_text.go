package simhost

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/kamal-go/kamal/internal/minishell"
)

// input gives the lines that a program reads, with their ends: those of the
// file that its last argument names, or of standard input.
func input(h *Host, c minishell.Call, file string) ([]string, error) {
	var text []byte
	var err error
	if file == "" || file == "-" {
		text, err = io.ReadAll(c.Stdin)
	} else {
		text, err = h.Files.Read(c.Shell.Path(file))
	}
	return slices.Collect(strings.Lines(string(text))), err
}

func cat(_ context.Context, h *Host, c minishell.Call) int {
	files := c.Args[1:]
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, f := range files {
		lines, err := input(h, c, f)
		if err != nil {
			return fail(c, "%v", err)
		}
		if _, err := io.WriteString(c.Stdout, strings.Join(lines, "")); err != nil {
			return fail(c, "%v", err)
		}
	}
	return 0
}

// ends parses the -n of head and tail, and what file they read.
func ends(args []string) (n, file string) {
	n = "10"
	for i := 0; i < len(args); i++ {
		if args[i] == "-n" && i+1 < len(args) {
			i++
			n = args[i]
		} else {
			file = args[i]
		}
	}
	return n, file
}

func head(_ context.Context, h *Host, c minishell.Call) int {
	n, file := ends(c.Args[1:])
	lines, err := input(h, c, file)
	count, _ := strconv.Atoi(n)
	if err != nil {
		return fail(c, "%v", err)
	}
	_, _ = io.WriteString(c.Stdout, strings.Join(lines[:min(count, len(lines))], ""))
	return 0
}

func tail(_ context.Context, h *Host, c minishell.Call) int {
	n, file := ends(c.Args[1:])
	lines, err := input(h, c, file)
	if err != nil {
		return fail(c, "cannot open %v", err)
	}
	count, _ := strconv.Atoi(n)
	first := len(lines) - count
	if strings.HasPrefix(n, "+") {
		first = count - 1
	}
	_, _ = io.WriteString(c.Stdout, strings.Join(lines[min(max(first, 0), len(lines)):], ""))
	return 0
}

func grep(_ context.Context, h *Host, c minishell.Call) int {
	var pattern, options, file string
	for i := 1; i < len(c.Args); i++ {
		switch a := c.Args[i]; {
		case a == "-e" && i+1 < len(c.Args):
			i++
			pattern = c.Args[i]
		case strings.HasPrefix(a, "-"):
			options += a
		case pattern == "":
			pattern = a
		default:
			file = a
		}
	}
	if strings.Contains(options, "F") {
		pattern = regexp.QuoteMeta(pattern)
	}
	if strings.Contains(options, "x") {
		pattern = "^(?:" + pattern + ")$"
	}
	if strings.Contains(options, "i") {
		pattern = "(?i)" + pattern
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return fail(c, "%v", err)
	}
	lines, err := input(h, c, file)
	if err != nil {
		return 2
	}
	status := 1
	for _, line := range lines {
		if re.MatchString(strings.TrimRight(line, "\n")) != strings.Contains(options, "v") {
			status = 0
			if !strings.Contains(options, "q") {
				_, _ = io.WriteString(c.Stdout, line)
			}
		}
	}
	return status
}

// sorted is sort -u.
func sorted(_ context.Context, h *Host, c minishell.Call) int {
	lines, _ := input(h, c, "")
	slices.Sort(lines)
	_, _ = io.WriteString(c.Stdout, strings.Join(slices.Compact(lines), ""))
	return 0
}

// sed knows sed -n Np: it prints one line.
func sed(_ context.Context, h *Host, c minishell.Call) int {
	n, err := strconv.Atoi(strings.TrimSuffix(c.Args[len(c.Args)-1], "p"))
	if err != nil {
		return fail(c, "%v", err)
	}
	lines, _ := input(h, c, "")
	if n <= len(lines) {
		_, _ = io.WriteString(c.Stdout, lines[n-1])
	}
	return 0
}

// awk knows these programs: one prints the images that are not to be kept, three a
// word and a field of some lines, one containers without a
// destination, two the env files of what an audit log names and nobody keeps, two
// all lines, with a status that says what is among them, and one what docker's
// configuration has for an entry. It refuses any other.
func awk(_ context.Context, h *Host, c minishell.Call) int {
	if entry, ok := strings.CutPrefix(strings.Join(c.Args[1:min(3, len(c.Args))], " "), "-v entry="); ok {
		return awkSession(h, c, entry)
	}
	lines, _ := input(h, c, "")
	program := c.Args[len(c.Args)-1]
	switch {
	case c.Args[1] == "-v" && strings.Contains(program, "Booted"):
		return awkFormer(c, lines)
	case strings.Contains(program, "LABELS"):
		return awkList(c, lines)
	case strings.HasPrefix(program, "{ print }"):
		return awkFound(c, lines)
	case fieldOf.MatchString(program):
		return awkField(c, lines, fieldOf.FindStringSubmatch(program))
	case !strings.Contains(program, "keep"):
		return fail(c, "a program that is not known: %s", program)
	}
	return awkUnkept(c, lines)
}

var fieldOf = regexp.MustCompile(`^(NR == 2 |\$4 ~ /:\(80\|443\)\$/ )?{ (?:sub\(/\.\*:/, "", \$4\); )?print "([a-z]+)", \$([14]) }$`)

// awkField prints a word and a field of the lines that are meant: the second, those
// with the port of a web server, or all.
func awkField(c minishell.Call, lines []string, program []string) int {
	field, _ := strconv.Atoi(program[3])
	for i, line := range lines {
		text := append(strings.Fields(line), "", "", "", "")[field-1]
		switch {
		case strings.HasPrefix(program[1], "NR") && i != 1:
			continue
		case strings.HasPrefix(program[1], "$4"):
			text = text[strings.LastIndex(text, ":")+1:]
			if text != "80" && text != "443" {
				continue
			}
		}
		fmt.Fprintln(c.Stdout, program[2], text)
	}
	return 0
}

// awkUnkept prints the images that are not to be kept.
func awkUnkept(c minishell.Call, lines []string) int {
	keep, under := map[string]bool{}, ""
	for _, line := range lines {
		switch f := strings.Fields(line); {
		case len(f) != 2:
		case f[0] == "keep":
			keep[f[1]] = true
		case f[0] == "under":
			under = f[1]
		case f[0] == "image" && !keep[f[1]] && (under == "" || !strings.HasPrefix(f[1], under)):
			fmt.Fprintln(c.Stdout, f[1])
		}
	}
	return 0
}

func awkSession(h *Host, c minishell.Call, entry string) int {
	lines, err := input(h, c, c.Args[len(c.Args)-1])
	if err != nil {
		return fail(c, "%v", err)
	}
	all := strings.Join(strings.Fields(strings.Join(lines, "")), "")
	_, rest, found := strings.Cut(all, entry)
	auth, after, _ := strings.Cut(rest, `"`)
	if found && !strings.Contains(all, `"cred`) && strings.HasPrefix(after, "}") {
		fmt.Fprintln(c.Stdout, auth)
	}
	return 0
}

var firstWord = regexp.MustCompile(`\$1 == "([a-z-]+)" { (own|other) = 1 }`)

// awkFound prints all, and fails if there is anything, or only what is another's.
func awkFound(c minishell.Call, lines []string) int {
	_, _ = io.WriteString(c.Stdout, strings.Join(lines, ""))
	found := map[string]bool{}
	for _, line := range lines {
		first, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		found["line"] = found["line"] || first != ""
		for _, m := range firstWord.FindAllStringSubmatch(c.Args[1], -1) {
			found[m[2]] = found[m[2]] || first == m[1]
		}
	}
	if strings.Contains(c.Args[1], "exit found") && found["line"] || found["other"] && !found["own"] {
		return 1
	}
	return 0
}

var withDestination = regexp.MustCompile(`[ ,]destination=[^, ]`)

// awkList leaves out lines with a destination, and labels.
func awkList(c minishell.Call, lines []string) int {
	status := 1
	for _, line := range lines {
		line = strings.TrimSuffix(line, "\n")
		if line == "END OF LIST" {
			status = 0
		} else if !withDestination.MatchString(line) {
			text, _, _ := strings.Cut(line, " LABELS ")
			fmt.Fprintln(c.Stdout, text)
		}
	}
	return status
}

var (
	bootedRole      = regexp.MustCompile(`\[([A-Za-z0-9_.-]+)\] Booted app version `)
	bootedAccessory = regexp.MustCompile(`\] Booted ([A-Za-z0-9_.-]+) accessory$`)
)

func awkFormer(c minishell.Call, lines []string) int {
	vars, keep, booted := map[string]string{"after": ".env"}, map[string]bool{}, bootedRole
	for i := 1; i+1 < len(c.Args) && c.Args[i] == "-v"; i += 2 {
		name, value, _ := strings.Cut(c.Args[i+1], "=")
		vars[name] = value
	}
	if vars["service"] != "" {
		booted = bootedAccessory
	}
	for _, line := range lines {
		line = strings.TrimSuffix(line, "\n")
		if f := strings.Fields(line); len(f) == 2 && f[0] == "keep" {
			keep[f[1]] = true
		} else if m := booted.FindStringSubmatch(line); m != nil && !keep[vars["service"]+m[1]] {
			fmt.Fprintf(c.Stdout, "\"%s%s%s%s\"\n", vars["before"], vars["service"], m[1], vars["after"])
		}
	}
	return 0
}

// tr knows tr A B and tr -s A B, for single characters.
func tr(_ context.Context, h *Host, c minishell.Call) int {
	lines, _ := input(h, c, "")
	args, squeeze := c.Args[1:], slices.Contains(c.Args, "-s")
	if squeeze {
		args = args[1:]
	}
	if len(args) != 2 {
		fmt.Fprintln(c.Stderr, "tr: two sets are needed")
		return 1
	}
	from, to := strings.ReplaceAll(args[0], `\n`, "\n"), args[1]
	text := strings.ReplaceAll(strings.Join(lines, ""), from, to)
	for squeeze && strings.Contains(text, to+to) {
		text = strings.ReplaceAll(text, to+to, to)
	}
	_, _ = io.WriteString(c.Stdout, text)
	return 0
}

func wc(_ context.Context, h *Host, c minishell.Call) int {
	lines, _ := input(h, c, "")
	text := strings.Join(lines, "")
	if slices.Contains(c.Args, "-l") {
		fmt.Fprintln(c.Stdout, strings.Count(text, "\n"))
	} else {
		fmt.Fprintln(c.Stdout, len(text))
	}
	return 0
}

// cut knows cut -cA-B.
func cut(_ context.Context, h *Host, c minishell.Call) int {
	var from, to int
	if n, _ := fmt.Sscanf(strings.Join(c.Args[1:], " "), "-c%d-%d", &from, &to); n != 2 || from < 1 || to < from {
		return fail(c, "only -cA-B is known")
	}
	lines, _ := input(h, c, "")
	for _, line := range lines {
		line = strings.TrimSuffix(line, "\n")
		fmt.Fprintln(c.Stdout, line[min(from-1, len(line)):min(to, len(line))])
	}
	return 0
}

// sum is sha256sum of standard input.
func sum(_ context.Context, h *Host, c minishell.Call) int {
	lines, _ := input(h, c, "")
	fmt.Fprintf(c.Stdout, "%x  -\n", sha256.Sum256([]byte(strings.Join(lines, ""))))
	return 0
}
