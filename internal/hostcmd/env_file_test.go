package hostcmd_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestEnvFile(t *testing.T) {
	text, warnings := hostcmd.EnvFile([]hostcmd.EnvValue{
		{Name: "PLAIN", Value: config.NewSecret("s3cr3t")},
		{Name: "QUOTES", Value: config.NewSecret(`d b'pass # "x" $y`)},
		{Name: "EMPTY", Value: config.NewSecret("")},
		{Name: "UNICODE", Value: config.NewSecret("naïve☃")},
		{Name: "BYTES", Value: config.NewSecret("\xff\xfe")},
		{Name: "LINES", Value: config.NewSecret("a\nb\tc\r\n")},
		{Name: "BACKSLASH", Value: config.NewSecret(`a\n`)},
		{Name: "CONTROL", Value: config.NewSecret("\x01\x1b\x7f")},
	})
	want := "PLAIN=s3cr3t\n" +
		"QUOTES=d b'pass # \"x\" $y\n" +
		"EMPTY=\n" +
		"UNICODE=naïve☃\n" +
		"BYTES=\xff\xfe\n" +
		`LINES=a\nb\tc\r\n` + "\n" +
		`BACKSLASH=a\\n` + "\n" +
		`CONTROL=\x01\e\x7F` + "\n"
	if diff := cmp.Diff(want, text.Reveal()); diff != "" {
		t.Error(diff)
	}
	if len(warnings) != 3 {
		t.Errorf("there are %d warnings, want one for each of LINES, BACKSLASH and CONTROL: %q", len(warnings), warnings)
	}
}

func TestEnvFile_WithoutValuesIsAnEmptyLine(t *testing.T) {
	if text, warnings := hostcmd.EnvFile(nil); text.Reveal() != "\n" || warnings != nil {
		t.Errorf("got %q and %q", text.Reveal(), warnings)
	}
}
