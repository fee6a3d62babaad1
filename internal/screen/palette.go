package screen

import (
	"hash/fnv"

	"github.com/kamal-go/kamal/internal/visible"
)

// palette colours text for one stream, or leaves it as it is.
type palette struct{ on bool }

// newPalette decides whether a stream gets colours: a terminal that is not dumb
// does, unless NO_COLOR is set; FORCE_COLOR overrides all of that.
func newPalette(getenv func(string) string, stream any) palette {
	if force := getenv("FORCE_COLOR"); force != "" {
		return palette{on: force != "0" && force != "false"}
	}
	return palette{on: IsTerminal(stream) && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"}
}

const (
	sgrBold   = "1"
	sgrDim    = "2"
	sgrRed    = "31"
	sgrGreen  = "32"
	sgrYellow = "33"
)

// painted is a text that is safe to show, colours included.
type painted string

func (p palette) paint(sgr, text string) painted {
	text = visible.Text(text)
	if !p.on || text == "" {
		return painted(text)
	}
	return painted("\x1b[" + sgr + "m" + text + "\x1b[0m")
}

// keep leaves the colours that a text has, where there are colours at all.
func (p palette) keep(text string) painted {
	if p.on {
		return painted(visible.Coloured(text))
	}
	return painted(visible.Text(text))
}

// hostColours are well told apart on dark and light ground.
var hostColours = [...]string{"36", "35", "34", "33", "32", "96", "95", "94", "93", "92"}

// host paints a text in the colour of a host.
func (p palette) host(name, text string) painted {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash takes everything
	return p.paint(hostColours[h.Sum32()%uint32(len(hostColours))], text)
}
