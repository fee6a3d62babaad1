package cli_test

import (
	"reflect"
	"testing"

	"github.com/kamal-go/kamal/internal/zero"
	"github.com/kamal-go/kamal/kamal/cli"
)

func TestTypes_OfNothingSayWhatTheyNeed(t *testing.T) {
	zero.Check(t,
		reflect.TypeFor[cli.Common](),
		reflect.TypeFor[cli.Confirmed](),
		reflect.TypeFor[cli.Program](),
		reflect.TypeFor[cli.Session](),
	)
}

func TestPointers_ToNothingSayWhatTheyNeed(t *testing.T) {
	zero.CheckNil(t, reflect.TypeFor[*cli.Session]())
}
