package secrets_test

import (
	"reflect"
	"testing"

	"github.com/kamal-go/kamal/internal/zero"
	"github.com/kamal-go/kamal/kamal/secrets"
)

func TestTypes_OfNothingSayWhatTheyNeed(t *testing.T) {
	zero.Check(t,
		reflect.TypeFor[secrets.Fetcher](),
		reflect.TypeFor[secrets.MissingProgramError](),
		reflect.TypeFor[secrets.ProgramError](),
		reflect.TypeFor[secrets.Request](),
		reflect.TypeFor[secrets.UsageError](),
	)
}

func TestPointers_ToNothingSayWhatTheyNeed(t *testing.T) {
	zero.CheckNil(t, reflect.TypeFor[*secrets.Fetcher]())
}
