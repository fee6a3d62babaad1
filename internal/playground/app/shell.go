package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// converse answers lines of input until they end, and gives the exit status:
//
//	size    the rows and columns of the terminal
//	env N   the variable N, quoted
//	exit N  ends with status N
//
// Anything else is said back.
func converse(in, out *os.File) int {
	fmt.Fprintf(out, "terminal: %t\n", term.IsTerminal(int(in.Fd())))
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		word, rest, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		switch word {
		case "exit":
			status, _ := strconv.Atoi(rest)
			return status
		case "env":
			fmt.Fprintf(out, "%s is %q\n", rest, os.Getenv(rest))
		case "size":
			columns, rows, err := term.GetSize(int(in.Fd()))
			fmt.Fprintf(out, "size: %d rows, %d columns, %v\n", rows, columns, err)
		default:
			fmt.Fprintf(out, "heard %q\n", strings.TrimSpace(word+" "+rest))
		}
	}
	return 0
}
