package dotenv_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/dotenv"
)

func TestParse_RefusesShellScripts(t *testing.T) {
	for _, line := range []string{
		`if [ -n "$CI" ]; then`, "then", "else", "elif true; then", "fi", "if true", `case "$X" in`, "production)", "*)", "a|b) X=1 ;;", "esac", ";;",
		"for x in a b; do", "while read x; do", "until false; do", "do", "done", "select x in a", "done < file",
		"f() {", "f () {", "function f {", "function f() {", "{", "}", "(cd x; y)", "( cd x )",
		`test -n "$X" || exit 1`, `[ -f x ] && A=1`, `[[ -z "$X" ]] || y`, "[ -f x ]", "test -f x", "! test -f x", "vault login || exit 1", "true && y",
		"source other", ". ./other", "set -e", "set -euo pipefail", "set", "unset X", "exit 1", "exit", "return", `eval "$(x)"`, "exec y", "trap x EXIT",
		"local X=1", "declare -x X=1", "readonly X=1", "typeset X", "alias x=y", "export A B", "export -n X",
		"cat <<EOF", "cat > x", "mkdir x && y", "echo hi", "printf x", "read X", "cd x", ": ${X:=y}", `: "${X:?y}"`, "x | y",
		"X+=y", "export X+=y", "X[0]=y", "shift", "break", "continue", "let x=1", "wait",
		"A=1 && B=2", "A=1 || exit 1", "export A=1 && export B=2", "A=$(x) || exit 1", "A=$(x) && y", "A=1; export B=2", "A=1;;", "A=1; fi",
		"export A=1 B=2", "A=`cmd`", "A=\"`cmd`\"", "A=$(cmd", "A=$(cmd 'a#b')", "A=\"$(cmd\"", "A=5$(",
	} {
		file, err := dotenv.Parse("f", []byte("FIRST=1\n"+line+"\nLAST=1\n"), dotenv.Options{})
		if !errors.Is(err, dotenv.ErrShell) || !strings.HasPrefix(err.Error(), "f:2: ") {
			t.Errorf("%q gives %v", line, err)
			if err == nil {
				t.Logf("names %v, warnings %v", file.Names(), file.Warnings())
			}
		}
	}
}

func TestParse_TakesWhatOnlyLooksLikeAShell(t *testing.T) {
	for _, line := range []string{
		"if=1", "fi: x", "export else=1", "A=if then else", "A=a&&b", "A=a||b", "A=x;y", "A=x;", "A=(a|b)", "A=pa;;ss", "A=postgres://h/db?a=1&b=2",
		"A=Server=db; Database=app; User=sa;", "A=host=db user=app", "export A=host=db user=app", "A=a B=c", "export A='x' # B=c", "A=$(a && b || c)", "A=$(a; export X=1)",
		"A='a && b || c'", `A="a && b || c"`, `A="x; export B=1"`, "A='`cmd`'", "A=a`b", `A=\$(cmd`, "A='$(cmd'", "A={x}", "A: {", "A=<<EOF", "A=x > y", "# if x; then",
		"A=\"\nif x; then\n\"", "A='\nfi\n'", "BARE", "export A", "A=$(cat <<EOF)", "A=-----BEGIN KEY-----", "A=x | y", "A=[[x]]",
	} {
		if _, err := dotenv.Parse("f", []byte("A=0\n"+line+"\n"), dotenv.Options{}); err != nil {
			t.Errorf("%q gives %v", line, err)
		}
	}
}

func TestParse_NamesTheLinesOfAScriptAndNoText(t *testing.T) {
	text := "#!/bin/bash\n\nif [ \"$X\" = hunter2 ]; then\n  A=1\nelse\n  A=2\nfi\n"
	_, err := dotenv.Parse("f", []byte(text), dotenv.Options{})
	want := `f:3: "if" is for a shell: ` + dotenv.ErrShell.Error() + "; so are lines 5, 7"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestParse_WarnsOfNamesThatAreSetTwice(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"A=1\nB=1\nA=2\n", "f:3: A is set more than once, in lines 1 and 3: the last one counts"},
		{"A=1\nA=2\nA=1\n", "f:3: A is set more than once, in lines 1, 2 and 3: the last one counts"},
		{"A=1\nA='1'\n", "f:2: A is set more than once, in lines 1 and 2: the last one counts"},
		{"A=$(a)\nexport A=$(b)\n", "f:2: A is set more than once, in lines 1 and 2: the last one counts"},
		{"A=1\nA\n", "f:2: A is set more than once, in lines 1 and 2: the last one counts"},
		{"A=1\nA=1\n", ""},
		{"A=1\nexport A\n", ""},
		{"A=1\nA=${A}2\nA=x$A\n", ""},
		{"A=1\nB=2\n", ""},
	} {
		file, err := dotenv.Parse("f", []byte(c.text), dotenv.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range file.Warnings() {
			got = append(got, w.String())
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}
