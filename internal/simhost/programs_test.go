package simhost_test

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/simhost"
)

// What they don't know they refuse: taken for something else, it would hide a fault.
func TestPrograms_RefuseWhatTheyDoNotKnow(t *testing.T) {
	for _, line := range []string{
		`echo a | awk '{ print $2 }'`, `echo a | awk -v x=1 '{ print x }'`, `echo a | sed s/a/b/`,
		`test a -nt b`, `test ! -x a`, `test 1 -eq one`, `test a = b -a c = c`,
	} {
		var errs bytes.Buffer
		status, err := simhost.NewWorld().Host("h").Run(t.Context(), line, simhost.Streams{Stderr: &errs})
		if err != nil || status == 0 || errs.Len() == 0 {
			t.Errorf("%s: status %d, %q, %v", line, status, &errs, err)
		}
	}
}

// The simulated programs do with files and texts what the system's own do.
func TestPrograms_DoAsTheSystems(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh here")
	}
	for _, line := range []string{
		`mkdir -p a/b && mkdir a && echo no; mkdir x/y || echo failed; ls a`,
		`mkdir a && rmdir a && test ! -e a && echo gone; mkdir -p b/c; rmdir b || echo full`,
		`echo one > f && echo two >> f && cat f && test -f f && test ! -d f && rm f && cat f || echo gone`,
		`rm f || echo failed; rm -f f && echo fine; mkdir d; rm d || echo folder; rm -r d && echo gone`,
		`echo x > f && mv -f f g && cat g; mv f h || echo failed`,
		`umask 077 && cat > f.$$ && mv -f f.$$ f; cat f`,
		`printf '%s\n' one two 2>/dev/null | head -n 1; printf 'a\nb\nc\n' | tail -n 2; printf 'a\nb\nc\n' | tail -n +2; printf 'a\nb\n' | sed -n 1p`,
		`printf 'apple\nbanana\n' | grep -e an; printf 'apple\n' | grep -q x || echo none; printf 'x\n' | grep -i X; echo 'b c' > f; grep 'b c' f; grep x nothing 2>/dev/null || echo missing`,
		`printf 'a b\n"c d" e\n' | xargs echo; printf 'a\nb\n' | xargs -n 1 echo; printf '' | xargs -r echo no; printf '' | xargs echo once`,
		`printf 'a b' | xargs -n 1 false || echo failed`,
		`echo hello | wc -c | tr -s ' ' x; printf 'a\n\nb\n' | tr -s '\n' ' '; printf 'a\n\nb\n' | tr '\n' ,`,
		`test a = a && test a = b || echo differ; test 3 -eq 3 && test "$(echo 4)" -eq 5 || echo no; test -d . && echo dir; touch e && test ! -s e && echo x > e && test -s e && test ! -s none && test -s . && echo full`,
		`mkdir -p s/d t && echo 1 > s/a && echo 2 > s/d/b && echo old > t/a && cp -rnT s t 2>/dev/null; cat t/a t/d/b; cp -rT s u && cat u/a`,
		`mkdir -p v/web-1 v/web-2 v/job-1 && find v -mindepth 1 -maxdepth 1 -name 'web-*' ! -name web-2 -exec rm -rf {} +; ls v`,
		`IFS= read -r line && printf %b "$line" 'a\0012\0134c\0300' | cat; printf %b '' | wc -c`,
		`touch a && chmod 0644 a && chmod 0644 b || echo missing; ls nothing || echo missing`,
		`sh -c 'echo inner; exit 3' || echo $?; echo 'echo piped' | sh`,
		`mkdir lock && mkdir lock || echo held`,
		`printf 'under x:latest-\nkeep a\nimage a\nimage b\nimage x:latest-b\n' | awk '$1 == "keep" { keep[$2] = 1 } $1 == "under" { under = $2 } $1 == "image" && !keep[$2] && index($2, under) != 1 { print $2 }'`,
		`printf 'keep web\n[x] [web] Booted app version 1\n[x] [a-b] Booted app version 2\n[x] Booted db accessory\n' | awk -v before=e/s- -v after=-d.env '$1 == "keep" { keep[$2] = 1; next } match($0, /\[[A-Za-z0-9_.-]+\] Booted app version /) { role = substr($0, RSTART + 1, RLENGTH - 22); if (!keep[role]) print "\"" before role after "\"" }'`,
		`printf 'a b LABELS x=y,destination=z\nc d LABELS destination=,x=y\ne LABELS \nEND OF LIST\n' | awk '$0 == "END OF LIST" { ok = 1; next } !/[ ,]destination=[^, ]/ { sub(/ LABELS .*/, ""); print } END { exit !ok }'`,
		`printf '\n' | awk '{ print } /./ { found = 1 } END { exit found }' && echo none`,
		`printf 'a\n' | awk '{ print } /./ { found = 1 } END { exit found }' || echo some`,
		`printf 'traefik x\n' | awk '{ print } $1 == "kamal-proxy" { own = 1 } $1 == "traefik" { other = 1 } END { exit other && !own }' || echo wrong`,
		`printf 'traefik x\nkamal-proxy y\n' | awk '{ print } $1 == "kamal-proxy" { own = 1 } $1 == "traefik" { other = 1 } END { exit other && !own }' && echo right`,
		`printf 'c d LABELS destination=\n' | awk '$0 == "END OF LIST" { ok = 1; next } !/[ ,]destination=[^, ]/ { sub(/ LABELS .*/, ""); print } END { exit !ok }' || echo cut`,
		`printf 'x=y,destination=z\n' | grep -qE '(^|,)destination=[^,]' && echo found; printf 'destination=,x=y\n' | grep -qE '(^|,)destination=[^,]' || echo none`,
		`printf 'keep s-db\n[x] Booted db accessory\n[x] Booted red.is accessory\n[x] [web] Booted app version 1\n' | awk -v before=e/ -v service=s- '$1 == "keep" { keep[$2] = 1; next } match($0, /\] Booted [A-Za-z0-9_.-]+ accessory$/) { name = service substr($0, RSTART + 9, RLENGTH - 19); if (!keep[name]) print "\"" before name ".env\"" }'`,
		`printf 'head\n1 2 3 400 5\nx y z w\n' | awk 'NR == 2 { print "disk", $4 }'; printf 'a b\n\nc\n' | awk '{ print "clock", $1 }'`,
		`printf 'x y z a:80\nx y z b:8080\n\nx y z [::]:443\n' | awk '$4 ~ /:(80|443)$/ { sub(/.*:/, "", $4); print "port", $4 }'`,
		`printf 'a.c 2\na.c 1\n' | sed -n 1p | grep -qv '^a\.c ' || echo same; printf 'abc 2\na.c 1\n' | sed -n 1p | grep -qv '^a\.c ' && echo other; printf '' | sed -n 1p | grep -qv '^a ' || echo none`,
		`printf 'abc\nd\n' | cut -c2-3; printf 'abc' | sha256sum | cut -c1-2; printf '' | sha256sum`,
		`printf 'a.c\nabc\nxa.cx\n' | grep -xF a.c; printf 'a\nb\n' | grep -vxF a; printf 'a\n' | grep -qvxF a || echo none`,
	} {
		cmd := exec.Command(sh, "-c", line)
		cmd.Dir = t.TempDir()
		cmd.Env = append(os.Environ(), "LC_ALL=C")
		cmd.Stdin = strings.NewReader("input\n")
		want, _ := cmd.Output()
		var got, errs bytes.Buffer
		status, err := simhost.NewWorld().Host("h").Run(t.Context(), line, simhost.Streams{Stdin: strings.NewReader("input\n"), Stdout: &got, Stderr: &errs})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-sh +got):\n%s%s", line, diff, errs.String())
		}
		if want := cmd.ProcessState.ExitCode(); status != want {
			t.Errorf("%s: status %d, sh has %d", line, status, want)
		}
	}
}
