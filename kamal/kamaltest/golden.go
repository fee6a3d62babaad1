package kamaltest

import (
	"testing"

	"github.com/kamal-go/kamal/internal/golden"
)

// Golden compares a transcript with a golden file, and fails the test where they
// differ. The file is a txtar archive whose section "transcript" is compared; what
// else it holds, such as the deploy.yml that the test reads, is left as it is.
//
//	kamaltest.Golden(t, "testdata/deploy.txtar", r.Transcript())
//
// With the flag -update of the test binary, the file is written instead, and made if
// it is not there: go test -update, and read the difference as you read code.
func Golden(tb testing.TB, file, transcript string) {
	tb.Helper()
	golden.Read(tb, file).Compare(tb, "transcript", transcript)
}
