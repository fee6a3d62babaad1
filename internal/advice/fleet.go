package advice

import (
	"errors"
	"slices"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// ofFleet says how hosts that were left with different versions get to the same
// one again.
func (t trouble) ofFleet() []next {
	if e, ok := errors.AsType[*kamal.MoveError](t.err); ok {
		return []next{{"once that is mended, go on", t.kamal(e.Command, append([]string{"--rolling"}, all(e.Failed, e.Left)...)...)}}
	}
	e, ok := errors.AsType[*kamal.BootError](t.err)
	if !ok || !e.Partial() {
		return nil
	}
	forward := next{"some hosts run the new version, some do not; once that is mended, bring all to it", t.again()}
	if before := before(e); before != "" {
		return []next{forward, {"or all back to the version before", t.kamal("rollback", string(before))}}
	}
	return []next{forward}
}

// all names every host, however many: -h a,b,c.
func all(lists ...[]config.Host) []string {
	hosts := slices.Concat(lists...)
	if len(hosts) == 0 {
		return nil
	}
	return []string{"-h", names(hosts, ",")}
}

// before is the version that every host had, if that was another one.
func before(e *kamal.BootError) config.Version {
	v := e.States[0].Before
	for _, s := range e.States {
		if s.State == kamal.StateUntouched && s.Before == "" {
			continue // not looked at
		}
		if s.Before != v || s.Before == s.Version {
			return ""
		}
	}
	return v
}
