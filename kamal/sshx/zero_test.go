package sshx_test

import (
	"reflect"
	"testing"

	"github.com/kamal-go/kamal/internal/zero"
	"github.com/kamal-go/kamal/kamal/sshx"
)

func TestTypes_OfNothingSayWhatTheyNeed(t *testing.T) {
	zero.Check(t,
		reflect.TypeFor[sshx.ConnectError](),
		reflect.TypeFor[sshx.Executor](),
		reflect.TypeFor[sshx.ExitError](),
		reflect.TypeFor[sshx.HostKeyError](),
		reflect.TypeFor[sshx.LostError](),
		reflect.TypeFor[sshx.Options](),
	)
}

func TestPointers_ToNothingSayWhatTheyNeed(t *testing.T) {
	zero.CheckNil(t, reflect.TypeFor[*sshx.Executor]())
}
