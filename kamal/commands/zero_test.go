package commands_test

import (
	"reflect"
	"testing"

	"github.com/kamal-go/kamal/internal/zero"
	"github.com/kamal-go/kamal/kamal/commands"
)

func TestTypes_OfNothingSayWhatTheyNeed(t *testing.T) {
	zero.Check(t,
		reflect.TypeFor[commands.Accessory](), reflect.TypeFor[commands.Account](), reflect.TypeFor[commands.App](),
		reflect.TypeFor[commands.AuditEntry](), reflect.TypeFor[commands.ListedContainer](),
		reflect.TypeFor[commands.ListedImage](), reflect.TypeFor[commands.BootConfig](),
		reflect.TypeFor[commands.BuildOptions](), reflect.TypeFor[commands.Builder](),
		reflect.TypeFor[commands.Cmd](),
		reflect.TypeFor[commands.ExecOptions](),
		reflect.TypeFor[commands.LogOptions](),
		reflect.TypeFor[commands.Part](),
		reflect.TypeFor[commands.Proxy](),
		reflect.TypeFor[commands.Registry](), reflect.TypeFor[commands.RunOptions](),
		reflect.TypeFor[commands.Word](),
	)
}
