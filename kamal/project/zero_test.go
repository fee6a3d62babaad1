package project_test

import (
	"reflect"
	"testing"

	"github.com/kamal-go/kamal/internal/zero"
	"github.com/kamal-go/kamal/kamal/project"
)

func TestTypes_OfNothingSayWhatTheyNeed(t *testing.T) {
	zero.Check(t,
		reflect.TypeFor[project.Change](),
		reflect.TypeFor[project.ChangeKind](),
		reflect.TypeFor[project.Options](),
		reflect.TypeFor[project.Plan](),
		reflect.TypeFor[project.PlannedCommand](),
		reflect.TypeFor[project.Project](),
		reflect.TypeFor[project.Setting](),
	)
}
