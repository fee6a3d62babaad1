package secrets_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kamal-go/kamal/internal/escape"
	"github.com/kamal-go/kamal/kamal/secrets"
)

func TestInline_LeavesOtherCommandsToAShell(t *testing.T) {
	lines := []string{
		"", "kamal", "cat config/master.key", "bundle exec kamal secrets fetch A", "bin/kamal secrets fetch A",
		"kamal deploy", "kamalsecrets fetch", "echo kamal secrets", "it's not closed",
	}
	for _, line := range lines {
		out, handled, err := new(secrets.Fetcher).Inline(t.Context(), line)
		if out != "" || handled || err != nil {
			t.Errorf("line %q: got %q, %v, %v", line, out, handled, err)
		}
	}
}

func TestInline_HandsAFetchOverToExtract(t *testing.T) {
	password := "s3cret \"quoted\" $HOME `id` \\n <é> 'single'"
	values := fetch(t, [2]string{"Prod/KEY", password})
	fetcher := secrets.Fetcher{Run: answering(`{"key":"Prod/KEY","value":"s3cret \"quoted\" $HOME ` + "`id`" + ` \\n <é> 'single'"}`)}
	fetched, handled, err := fetcher.Inline(t.Context(), "  kamal secrets fetch --adapter bitwarden-sm id1")
	if !handled || err != nil {
		t.Fatalf("fetching: %v, %v", handled, err)
	}
	if diff := cmp.Diff(escape.Shell(values.Reveal()), fetched); diff != "" {
		t.Errorf("fetched (-want +got):\n%s", diff)
	}
	got, handled, err := fetcher.Inline(t.Context(), "kamal secrets extract KEY "+fetched)
	if !handled || err != nil {
		t.Fatalf("extracting: %v, %v", handled, err)
	}
	if diff := cmp.Diff(password, got); diff != "" {
		t.Errorf("extracted (-want +got):\n%s", diff)
	}
}

// folderOfTwo expects A and another name to be fetched from lastpass as they all are below.
func folderOfTwo(t *testing.T, second string) *player {
	t.Helper()
	return &player{t: t, calls: []call{
		{args: []string{"lpass", "--version"}},
		{args: []string{"lpass", "status", "--color", "never"}, out: "Logged in as me."},
		{
			args: []string{"lpass", "show", "My folder/A", "My folder/" + second, "--json"},
			out:  `[{"fullname":"My folder/A","password":"1"},{"fullname":"My folder/` + second + `","password":"2"}]`,
		},
	}}
}

func TestInline_ReadsOptionsWhereverTheyStand(t *testing.T) {
	tests := []struct{ line, second string }{
		{"fetch --adapter lastpass --account me --from 'My folder' A B", "B"},
		{"fetch A --adapter=lastpass --account=me '--from=My folder' B", "B"},
		{"fetch A -a lastpass B --from My\\ folder --account me", "B"},
		{"fetch -alastpass A B --account you --account me --from \"My folder\"", "B"},
		{"--from 'My folder' f -q -va=lastpass --no-verbose --skip_hooks -c config/other.yml -dprod --account me A B", "B"},
		{"fetch -a lastpass --inline --account me --from 'My folder' A -- --from", "--from"},
		{"fetch -a lastpass --account me --from 'My folder' A -", "-"},
	}
	for _, test := range tests {
		vault := folderOfTwo(t, test.second)
		fetcher := secrets.Fetcher{Run: vault.run}
		if _, _, err := fetcher.Inline(t.Context(), "kamal secrets "+test.line); err != nil {
			t.Errorf("line %q: %v", test.line, err)
		}
		vault.finish()
	}
}

func TestInline_RefusesLinesThatCantBeRight(t *testing.T) {
	tests := []struct{ line, want string }{
		{"", "running kamal secrets: its command is missing, fetch or extract"},
		{"''", "running kamal secrets: its command is missing, fetch or extract"},
		{"print", "running kamal secrets print: it would read the very file that it stands in"},
		{"push", `running kamal secrets: unknown command "push", known are fetch and extract`},
		{"fetch 'A", "running kamal secrets: a quote or a backslash is not closed"},
		{"fetch A --adaptor op", `running kamal secrets: unknown option "--adaptor"`},
		{"fetch A --verbose=1", `running kamal secrets: unknown option "--verbose"`},
		{"fetch A -x", `running kamal secrets: unknown option "-x"`},
		{"fetch A --adapter", `running kamal secrets: option "--adapter" has no value`},
		{"fetch A --account --from B", `running kamal secrets: option "--account" has no value`},
		{"fetch A -qa", `running kamal secrets: option "-a" has no value`},
		{"fetch -a aws_secrets_manager A 2>/dev/null", `running kamal secrets fetch: "2>/dev/null" is for a shell, and no shell runs this line`},
		{"fetch -a aws_secrets_manager A | jq", `running kamal secrets fetch: "|" is for a shell, and no shell runs this line`},
		{"extract A", "running kamal secrets extract: it takes a name and the result of a fetch, got 1 words"},
		{"extract A {} B", "running kamal secrets extract: it takes a name and the result of a fetch, got 3 words"},
		{"extract A { --s3cret }", "running kamal secrets: extract takes a name and the result of a fetch as one word, and no options"},
	}
	for _, test := range tests {
		out, handled, err := new(secrets.Fetcher).Inline(t.Context(), "kamal secrets "+test.line)
		if _, ok := errors.AsType[*secrets.UsageError](err); !ok || !handled || out != "" {
			t.Errorf("line %q: want a usage error, got %q, %v, %v", test.line, out, handled, err)
			continue
		}
		if diff := cmp.Diff(test.want, err.Error()); diff != "" {
			t.Errorf("line %q (-want +got):\n%s", test.line, diff)
		}
	}
}

func FuzzInline(f *testing.F) {
	f.Add(`fetch -a aws_secrets_manager --from="x" A -- -b`)
	f.Add(`extract A \{\"A\":\"s3cret\"\}`)
	f.Fuzz(func(t *testing.T, line string) {
		fetcher := secrets.Fetcher{Run: answering("{}")}
		out, handled, err := fetcher.Inline(t.Context(), "kamal secrets "+line)
		if !handled || err != nil && out != "" {
			t.Errorf("got %q, %v, %v", out, handled, err)
		}
	})
}
