package sshx_test

import (
	"testing"

	"github.com/kamal-go/kamal/kamal/kamaltest"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// The executor keeps the contract, in front of a real shell and of a simulated
// host.
func TestExecutor_KeepsTheContract(t *testing.T) {
	fleet, err := kamaltest.NewRecorder(t).Serve(t.TempDir(), []string{"app1"}, kamaltest.FleetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer fleet.Close()
	x := sshx.New(sshx.Options{ConfigFiles: []string{fleet.ConfigFile()}})
	defer x.Close()
	if err := kamaltest.TestExecutor(t.Context(), x, "app1"); err != nil {
		t.Error(err)
	}
}
