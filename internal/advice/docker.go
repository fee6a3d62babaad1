package advice

import (
	"runtime"

	"github.com/kamal-go/kamal/internal/dockersays"
)

// ofDocker is about docker itself, wherever it is.
func (t trouble) ofDocker() *next {
	heard := dockersays.Heard(t.said)
	if t.here() {
		say, typed := heard.Mend(t.said, runtime.GOOS)
		if typed == "" {
			return nil
		}
		return &next{say, typed}
	}
	bootstrap := t.kamal("server bootstrap", only(t.hosts)...)
	switch heard {
	case dockersays.DiskFull:
		return &next{"the disk is full; remove old images and containers there", t.kamal("prune all", only(t.hosts)...)}
	case dockersays.Refused:
		return &next{"the user may not use docker there; give it the right", bootstrap}
	case dockersays.Stopped:
		return &next{"docker does not run there; start it", bootstrap}
	case dockersays.Missing:
		return &next{"docker is not installed there; install it", bootstrap}
	case dockersays.Elsewhere:
		return &next{"docker looks for its daemon elsewhere there; where", t.on(t.hosts, "docker context ls")}
	}
	return nil
}
