package escape

import "strings"

// pieceLength is how long a word is at most before it is quoted. Quotes make four
// bytes of one, and csh takes no word of more than 8 KiB.
const pieceLength = 1500

// fromPieces is a program for sh that runs what its arguments are together, each
// backslash and line break in it written as printf's %b has it. The script that
// it runs finds no arguments.
const fromPieces = `eval "set --;$(IFS=;printf %b "$*")"`

var escapeLines = strings.NewReplacer(`\`, `\\`, "\n", `\n`)

// LoginLine gives the line that makes a user's login shell run a line for sh, as
// sshd hands one over. It means the same to POSIX shells, fish, csh and tcsh: the
// shell is replaced by sh, which alone reads the line.
func LoginLine(line string) string {
	line = strings.ReplaceAll(line, "\x00", "")
	if !strings.Contains(line, "\n") && len(line) <= pieceLength {
		return "exec sh -c " + loginQuote(line)
	}
	var b strings.Builder
	b.WriteString("exec sh -c " + loginQuote(fromPieces) + " sh")
	for rest := escapeLines.Replace(line); rest != ""; {
		n := min(len(rest), pieceLength)
		b.WriteString(" " + loginQuote(rest[:n]))
		rest = rest[n:]
	}
	return b.String()
}

var outsideQuotes = strings.NewReplacer("'", `'\''`, `\`, `'\\'`, "!", `'\!'`)

// loginQuote writes a text without line breaks as one word for every login shell.
// Between single quotes fish takes backslashes for more than themselves, and csh
// exclamation marks: these stand outside.
func loginQuote(s string) string {
	return "'" + outsideQuotes.Replace(s) + "'"
}
