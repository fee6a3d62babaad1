package main

import (
	"hash/fnv"
)

// palette colours text for one stream, or leaves it as it is.
type palette struct{ on bool }

// newPalette decides whether a stream gets colours: a terminal that is not dumb
// does, unless NO_COLOR is set; FORCE_COLOR overrides all of that.
func newPalette(in invocation, stream any) palette {
	if force := in.getenv("FORCE_COLOR"); force != "" {
		return palette{on: force != "0" && force != "false"}
	}
	return palette{on: isTerminal(stream) && in.getenv("NO_COLOR") == "" && in.getenv("TERM") != "dumb"}
}

const (
	sgrBold   = "1"
	sgrDim    = "2"
	sgrRed    = "31"
	sgrGreen  = "32"
	sgrYellow = "33"
)

func (p palette) paint(sgr, text string) string {
	if !p.on || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}

// hostColours are well told apart on dark and light ground.
var hostColours = [...]string{"36", "35", "34", "33", "32", "96", "95", "94", "93", "92"}

// host paints a text in the colour of a host.
func (p palette) host(name, text string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash takes everything
	return p.paint(hostColours[h.Sum32()%uint32(len(hostColours))], text)
}
