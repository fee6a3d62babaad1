package e2e_test

import (
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// awkward are values that quoting can go wrong with.
var awkward = map[string]string{
	"QUOTES":    `it's "quoted" and ` + "`ticked`",
	"DOLLARS":   `$HOME $(id) $$ $1 100%`,
	"HASH":      `a # no comment #{x}`,
	"BLANKS":    "  two  at  the ends  ",
	"UNICODE":   "Grüße, мир, 日本 🚀",
	"BACKSLASH": `C:\new\table \\ \`,
	"OPERATORS": `a;b & c | d > e < f ! * ? [x] {y,z} ~ =`,
	"JSON":      `{"a": ["b", null], "c": "d e"}`,
}

// vault is a stand-in for a vault's program that holds one item.
const vault = `#!/bin/sh
case "$*" in
--version) echo 2.30.0 ;;
"account get --account acme") ;;
"item get Shop --vault Apps --format json --account acme --fields label=DOLLARS,label=QUOTES") cat "$VAULT" ;;
*) echo "what is: $*" >&2; exit 1 ;;
esac
`

func TestEnv_ValuesArriveAsTheyAre(t *testing.T) {
	a := newApp(t)
	host := a.Hosts[0]
	names := slices.Sorted(maps.Keys(awkward))
	var clear, secret, file strings.Builder
	for _, name := range names {
		clear.WriteString("    " + name + ": " + strconv.Quote(awkward[name]) + "\n")
		secret.WriteString("SECRET_" + name + ", ")
		file.WriteString("SECRET_" + name + "=$FROM_ENVIRONMENT_" + name + "\n")
		a.env = append(a.env, "FROM_ENVIRONMENT_"+name+"="+awkward[name])
	}
	a.commitFiles(t, map[string]string{
		"shell/op": vault,
		"shell/item.json": `[{"reference": "op://Apps/Shop/DOLLARS", "value": ` + strconv.Quote(awkward["DOLLARS"]) + `},
			{"reference": "op://Apps/Shop/QUOTES", "value": ` + strconv.Quote(awkward["QUOTES"]) + `}]`,
		".kamal/secrets": "REGISTRY_PASSWORD=x\nAPP_SECRET='a secret with $signs and spaces'\n" + file.String() +
			"FETCHED=$(kamal secrets fetch --adapter 1password --account acme --from Apps/Shop DOLLARS QUOTES)\n" +
			"VAULT_DOLLARS=$(kamal secrets extract DOLLARS $FETCHED)\nVAULT_QUOTES=$(kamal secrets extract QUOTES $FETCHED)\n",
	})
	tools := filepath.Join(a.Dir, "shell")
	a.env = append(a.env, "PATH="+tools+":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"VAULT="+filepath.Join(tools, "item.json"))
	a.change(t, append(a.oneHost(host), "    GREETING: hello\n", "    GREETING: hello\n"+clear.String(),
		"[APP_SECRET]", "[APP_SECRET, "+secret.String()+"VAULT_DOLLARS, VAULT_QUOTES]")...)
	text := a.run(t, "setup")
	wantValue := func(name, want string) {
		t.Helper()
		if _, got := ask(t, through(host), "http://"+host.Address+"/env/"+name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	for _, name := range names {
		wantValue(name, awkward[name])
		// Files of variables have escapes that docker doesn't undo, as the warning says.
		wantValue("SECRET_"+name, strings.ReplaceAll(awkward[name], `\`, `\\`))
	}
	if warnings := strings.Count(text, "base64"); warnings != 1 || !strings.Contains(text, `"SECRET_BACKSLASH"`) {
		t.Errorf("%d warnings of escapes, want one, of SECRET_BACKSLASH:\n%s", warnings, text)
	}
	wantValue("VAULT_DOLLARS", awkward["DOLLARS"])
	wantValue("VAULT_QUOTES", awkward["QUOTES"])
	wantPage(t, through(host), "http://"+host.Address+"/env/APP_SECRET", http.StatusOK, "a secret with $signs and spaces")
	if text := a.run(t, "secrets", "print"); !strings.Contains(text, "VAULT_QUOTES="+awkward["QUOTES"]+"\n") {
		t.Errorf("secrets print: %s", text)
	}
}
