package kamaltest_test

import (
	"reflect"
	"testing"

	"github.com/kamal-go/kamal/internal/zero"
	"github.com/kamal-go/kamal/kamal/kamaltest"
)

func TestTypes_OfNothingSayWhatTheyNeed(t *testing.T) {
	zero.Check(t,
		reflect.TypeFor[kamaltest.Command](),
		reflect.TypeFor[kamaltest.Container](),
		reflect.TypeFor[kamaltest.Exploration](),
		reflect.TypeFor[kamaltest.Fleet](),
		reflect.TypeFor[kamaltest.FleetOptions](),
		reflect.TypeFor[kamaltest.Host](),
		reflect.TypeFor[kamaltest.Recorder](),
		reflect.TypeFor[kamaltest.Reply](),
		reflect.TypeFor[kamaltest.Service](),
		reflect.TypeFor[kamaltest.TB](),
	)
}

func TestFunctions_SayWhatTheyNeed(t *testing.T) {
	for name, fn := range map[string]any{
		"NewRecorder": kamaltest.NewRecorder, "TestExecutor": kamaltest.TestExecutor, "Explore": kamaltest.Explorable,
	} {
		zero.Call(t, "kamaltest."+name+" of nothing", reflect.ValueOf(fn))
	}
}
