package kamal

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Programs know steps by their constants, so a step that is none of them would be
// one that nobody can look for.
func TestSteps_AreConstantsThatAreDocumented(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "docs", "json.md"))
	if err != nil {
		t.Fatal(err)
	}
	fset, _, info := source(t)
	taken := map[Step]bool{}
	for expr, v := range info.Types {
		at := fset.Position(expr.Pos())
		named, ok := v.Type.(*types.Named)
		if !ok || named.Obj().Name() != "Step" || v.Value == nil || filepath.Base(at.Filename) == "steps.go" {
			continue
		}
		if _, literal := expr.(*ast.BasicLit); literal {
			t.Errorf("%s: step %s is no constant", at, v.Value)
		}
		taken[Step(constant.StringVal(v.Value))] = true
	}
	if len(taken) < 50 {
		t.Errorf("found %d steps only", len(taken))
	}
	for step := range taken {
		if stepWords[step] == "" {
			t.Errorf("nobody can read what step %s is", step)
		}
	}
	for step, words := range stepWords {
		if !taken[step] {
			t.Errorf("no operation takes step %s", step)
		}
		if row := fmt.Sprintf("| `%s` | %s |", step, words); !strings.Contains(string(doc), row) {
			t.Errorf("docs/json.md has no row %s", row)
		}
	}
}
