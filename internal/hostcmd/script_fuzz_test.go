package hostcmd_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/minishell"
	"github.com/kamal-go/kamal/kamal/commands"
)

// scripted makes a script of bytes whose parts print and read what they like, and what
// is to be heard of it.
func scripted(shape []byte, text string) (parts []commands.Part, want []heard) {
	ended := false
	word := strings.ReplaceAll(text, "\x00", "") // which no word can hold
	for i, b := range shape[:min(len(shape), 20)] {
		status, said := int(b&3), word[:int(b>>2)*len(word)/64]
		p := part(fmt.Sprint(i), commands.Command("say", fmt.Sprint(status), said))
		p.Optional = b>>6&1 == 1
		h := heard{p.Name + ": ok", said, said}
		if b>>7 == 1 {
			p.Cmd.Stdin = strings.NewReader(text)
			h.Stdout += text
		}
		switch i % 4 {
		case 1:
			p.Unless, status = commands.Command("say", "0", "there"), 0
			h = heard{p.Name + ": ok", "there", "there"}
		case 2:
			p.Unless = commands.Command("say", "1", "gone")
			h.Stdout, h.Stderr = "gone"+h.Stdout, "gone"+h.Stderr
		}
		switch {
		case ended:
			h = heard{p.Name + ": not run", "", ""}
		case status != 0:
			h.Outcome = fmt.Sprintf("%s: failed with status %d", p.Name, status)
			ended = !p.Optional
		}
		parts, want = append(parts, p), append(want, h)
	}
	return parts, want
}

func FuzzScript(f *testing.F) {
	f.Add([]byte("\x00\x41\x80\xff\x03\x00"), "out\n", []byte{3})
	f.Add([]byte("\x3c\xbc\xfc"), scriptMark+":0:0\n"+scriptMark, []byte{0})
	f.Add([]byte("\xfc\xfd\x7e"), scriptMark[:15]+"\x00\\c\xff", []byte{200})
	f.Fuzz(func(t *testing.T, shape []byte, text string, sizes []byte) {
		if strings.Contains(text, scriptMark+":") {
			t.Skip("nobody can guess the mark")
		}
		parts, want := scripted(shape, text)
		cmd, hear := listening(parts...)
		if cmd.Stdin == nil {
			cmd.Stdin = strings.NewReader("")
		}
		s := &minishell.Shell{Dir: "/", Vars: map[string]string{}, Program: say}
		s.Run(t.Context(), cmd.Shell(), minishell.Call{
			Stdin: cmd.Stdin, Stdout: pieces{cmd.Stdout, sizes}, Stderr: pieces{cmd.Stderr, sizes},
		})
		if diff := cmp.Diff(want, hear()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", cmd.Shell(), diff)
		}
	})
}

// say prints its second argument on both streams, then its input, and ends with the
// status of the first.
func say(_ context.Context, c minishell.Call) int {
	switch c.Args[0] {
	case "echo":
		fmt.Fprintln(c.Stdout, c.Args[1])
	case "printf":
		_, _ = io.WriteString(c.Stdout, unescape(c.Args[2]))
	case "say":
		fmt.Fprint(c.Stdout, c.Args[2])
		fmt.Fprint(c.Stderr, c.Args[2])
		_, _ = io.Copy(c.Stdout, c.Stdin)
		return int(c.Args[1][0] - '0')
	}
	return 0
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		var code byte
		if n, _ := fmt.Sscanf(s[i:], `\0%3o`, &code); n == 1 {
			b.WriteByte(code)
			i += 4
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// pieces writes in pieces one byte longer than these sizes, over and over.
type pieces struct {
	to    io.Writer
	sizes []byte
}

func (p pieces) Write(b []byte) (int, error) {
	rest := b
	for i := 0; len(rest) > 0; i++ {
		n := len(rest)
		if len(p.sizes) > 0 {
			n = min(n, int(p.sizes[i%len(p.sizes)])+1)
		}
		if _, err := p.to.Write(rest[:n]); err != nil {
			return 0, err
		}
		clear(rest[:n]) // a writer keeps nothing of what it gets
		rest = rest[n:]
	}
	return len(b), nil
}

// What a host prints beside the marks that come in their turn arrives, all of it, in
// whatever pieces it comes.
func FuzzOutcomes_OfHostileHosts(f *testing.F) {
	for _, s := range []string{"", ":0:0\n", "out:0:0\n:1:1\nmore:2:0\n", ":1:0\n:0:256\n:0:007\n:0:7\n:0:\n", ":0:0:0:0\n", ":0:"} {
		f.Add(strings.ReplaceAll(s, ":0", scriptMark+":0"), []byte{0})
		f.Add(strings.ReplaceAll(s, ":", scriptMark+":"), []byte{6, 0, 30})
	}
	f.Fuzz(func(t *testing.T, output string, sizes []byte) {
		if diff := cmp.Diff(heardOf(output), hearInPieces(t, output, sizes)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestScript_KeepsPartsApartWhereverTheirOutputIsSplit(t *testing.T) {
	for _, output := range []string{
		"a" + scriptMark[:5] + ":0:17\nb" + scriptMark + ":1:0\nc", scriptMark + ":0:00\n" + scriptMark + ":0:0\n" + scriptMark + ":1:255\n",
		scriptMark + scriptMark[:9] + scriptMark + ":0:0" + scriptMark + ":0:3\n", scriptMark + ":0:2560\n" + scriptMark + ":0:256\n",
	} {
		want := heardOf(output)
		for first := range output {
			for second := range len(output) - first {
				if diff := cmp.Diff(want, hearInPieces(t, output, []byte{byte(first), byte(second), 255})); diff != "" {
					t.Fatalf("%q in pieces of %d and %d (-want +got):\n%s", output, first+1, second+1, diff)
				}
			}
		}
	}
}

func hearInPieces(t *testing.T, output string, sizes []byte) []heard {
	t.Helper()
	cmd, hear := listening(optional(part("a", cat)), optional(part("b", cat)))
	if _, err := io.WriteString(pieces{cmd.Stdout, sizes}, output); err != nil {
		t.Fatal(err)
	}
	return hear()
}

// heardOf is what two parts are to hear of what a host prints.
func heardOf(output string) (want []heard) {
	for i, name := range []string{"a", "b"} {
		text, state, rest := untilMark(output, i)
		want, output = append(want, heard{name + ": " + state, text, ""}), rest
	}
	want[1].Stdout += output
	return want
}

// untilMark reads one part's output as a whole.
func untilMark(output string, index int) (text, state, rest string) {
	for at := range len(output) {
		if !strings.HasPrefix(output[at:], scriptMark) {
			continue
		}
		for status := range 256 {
			after, ok := strings.CutPrefix(output[at:], fmt.Sprintf("%s:%d:%d\n", scriptMark, index, status))
			if ok && status == 0 {
				return output[:at], "ok", after
			}
			if ok {
				return output[:at], fmt.Sprintf("failed with status %d", status), after
			}
		}
	}
	return output, "unknown", ""
}
