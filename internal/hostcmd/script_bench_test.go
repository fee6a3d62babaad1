package hostcmd_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
)

// benchMark is as those of deploys.
const benchMark = "Z0123456789abcdef0123456789abcdef"

// printedKinds are kinds of output that could cost those who look for marks in it.
var printedKinds = []struct{ name, text string }{
	{"long lines", strings.Repeat("0123456789 abcdef ", 200) + "\n"},
	{"short lines", "GET /0 200 5ms\n"},
	{"unbroken", "x"},
	{"first byte of marks", benchMark[:1]},
	{"half marks", benchMark[:len(benchMark)/2]},
	{"almost marks", benchMark + ":0:x"},
}

// BenchmarkListen is what it costs to look for marks in what a host prints, beside handing
// it on as it is: both in pieces of the size in which SSH has them.
func BenchmarkListen(b *testing.B) {
	const piece, size = 32 << 10, 8 << 20
	for _, kind := range printedKinds {
		text := bytes.Repeat([]byte(kind.text), size/len(kind.text))
		copying := func(b *testing.B, to io.Writer) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				for part := range slices.Chunk(text, piece) {
					if _, err := to.Write(part); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
		kept := make(kept, piece*2)
		b.Run(kind.name+"/copied", func(b *testing.B) { copying(b, kept) })
		b.Run(kind.name+"/listened", func(b *testing.B) {
			cmd, _ := hostcmd.Listen(benchMark, []commands.Part{{Cmd: commands.Cmd{Stdout: kept}}}, nil)
			copying(b, cmd.Stdout)
		})
	}
}

// kept has room for one piece, and takes it as a pipe would.
type kept []byte

func (k kept) Write(b []byte) (int, error) { return copy(k, b), nil }
