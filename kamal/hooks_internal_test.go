package kamal

import (
	"testing"

	"github.com/kamal-go/kamal/kamal/config"
)

func TestHooksOutput_OfAHookWinsOverThatOfAll(t *testing.T) {
	h := config.HooksOutput{All: "quiet", ByHook: config.Pairs{{Name: "pre-deploy", Value: "verbose"}}}
	if hookOutput(h, "pre-deploy") != "verbose" || hookOutput(h, "post-deploy") != "quiet" {
		t.Errorf("got %q and %q", hookOutput(h, "pre-deploy"), hookOutput(h, "post-deploy"))
	}
}
