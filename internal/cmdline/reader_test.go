package cmdline

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLine_IsReadInAnyOrder(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"deploy", "deploy --"},
		{"deploy -P --version v1", "deploy --skip-push=true --version=v1 --"},
		{"-v deploy", "deploy --verbose=true --"},
		{"-P --version v1 deploy", "deploy --skip-push=true --version=v1 --"},
		{"-n 5 app -q logs", "app logs --lines=5 --quiet=true --"},
		{"app -h web1 logs -f", "app logs --hosts=web1 --follow=true --"},
		{"rollback -q v1", "rollback --quiet=true -- v1"},
		{"rollback v1 -q", "rollback --quiet=true -- v1"},
		{"accessory logs db -n 3", "accessory logs --lines=3 -- db"},
	} {
		checkLine(t, c.line, c.want)
	}
}

func TestLine_ValueWithABlankMayBeginWithADash(t *testing.T) {
	l, err := testReader(t).Read([]string{"app", "logs", "--grep-options", "-i -C 2", "-f"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"app", "logs", "--grep-options=-i -C 2", "--follow=true", "--"}
	if diff := cmp.Diff(want, l.Args()); diff != "" {
		t.Error(diff)
	}
}

func TestLine_OptionForms(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"deploy --version=v1", "deploy --version=v1 --"},
		{"deploy --skip_push --no_cache", "deploy --skip-push=true --no-cache=true --"},
		{"deploy --config_file x.yml", "deploy --config-file=x.yml --"},
		{"app logs -n5", "app logs --lines=5 --"},
		{"app logs -n=5", "app logs --lines=5 --"},
		{"app logs -h=x", "app logs --hosts=x --"},
		{"app logs -hx", "app logs --hosts=x --"},
		{"app logs -qvf", "app logs --quiet=true --verbose=true --follow=true --"},
		{"app logs -qn 5", "app logs --quiet=true --lines=5 --"},
		{"deploy --no-skip-push", "deploy --skip-push=false --"},
		{"deploy -P --no-skip-push", "deploy --skip-push=false --"},
		{"deploy --skip-verbose --no-quiet", "deploy --verbose=false --quiet=false --"},
		{"deploy --skip-push=false", "deploy --skip-push=false --"},
		{"deploy --no-no-cache", "deploy --no-cache=false --"},
		{"proxy boot_config set --no-publish", "proxy boot_config set --publish=false --"},
		{"deploy -h a,b -h c", "deploy --hosts=c --"},
		{"deploy -H", "deploy --skip-hooks=true --"},
		{"lock acquire -m -", "lock acquire --message=- --"},
		{"app logs --grep=-x", "app logs --grep=-x --"},
		{"proxy boot_config set --publish-host-ip 1.1.1.1 --publish-host-ip ::1", "proxy boot_config set --publish-host-ip=1.1.1.1 --publish-host-ip=::1 --"},
		{
			"proxy boot_config set --docker-options a=b c=d --debug",
			"proxy boot_config set --docker-options=a=b --docker-options=c=d --debug=true --",
		},
		{"proxy boot_config set --docker-options a=b --docker-options c=d", "proxy boot_config set --docker-options=c=d --"},
	} {
		checkLine(t, c.line, c.want)
	}
}

func TestLine_SwitchTakesTrueOrFalse(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"proxy boot_config set --publish false --debug true", "proxy boot_config set --publish=false --debug=true --"},
		{"proxy boot_config set --no-publish true", "proxy boot_config set --publish=true --"},
		{"proxy boot_config set --no-publish=false", "proxy boot_config set --publish=false --"},
		{"deploy -q TRUE -P FALSE", "deploy --quiet=true --skip-push=false --"},
		{"deploy -qP f", "deploy --quiet=true --skip-push=false --"},
		{"deploy --skip_push T", "deploy --skip-push=true --"},
		{"deploy -q=t", "deploy --quiet=true --"},
		{"--verbose true deploy", "deploy --verbose=true --"},
		{"-qv false deploy", "deploy --quiet=true --verbose=false --"},
		{"-P true deploy", "deploy --skip-push=true --"},
		{"--no-quiet true app -v false logs", "app logs --quiet=true --verbose=false --"},
		{"plan -q true", "deploy --dry-run=true --quiet=true --"},
		{"rollback -q true true", "rollback --quiet=true -- true"},
		{"rollback -q v1 true", "rollback --quiet=true -- v1 true"},
		{"app exec --detach true date", "app exec --detach=true -- date"},
		{"app exec date --detach false", "app exec --detach=false -- date"},
		{"app exec true", "app exec -- true"},
		{"app exec false -q", "app exec --quiet=true -- false"},
		{"app exec test true", "app exec -- test true"},
		{"app exec -r web true", "app exec --roles=web -- true"},
		{"app exec --unknown true", "app exec -- --unknown true"},
		{"app exec -q -- true", "app exec --quiet=true -- true"},
		{"app exec -- prog -q true", "app exec -- prog -q true"},
		{"-q server exec true", "server exec --quiet=true -- true"},
		{"server -q exec true", "server exec --quiet=true -- true"},
		{"server -q true exec true", "server exec --quiet=true -- true"},
		{"console true", "app exec --reuse=true -- bin/console true"},
		{"waiting false", "app exec --detach=false --"},
		{"waiting -- false", "app exec --detach=true -- false"},
	} {
		checkLine(t, c.line, c.want)
	}
}

func TestLine_EmptyValueCounts(t *testing.T) {
	l, err := testReader(t).Read([]string{"proxy", "boot_config", "set", "--log-max-size", ""})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"proxy", "boot_config", "set", "--log-max-size=", "--"}, l.Args()); diff != "" {
		t.Error(diff)
	}
}

func TestLine_CommandNames(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"app stale-containers", "app stale_containers --"},
		{"app stale", "app stale_containers --"},
		{"redep", "redeploy --"},
		{"proxy boot-config set", "proxy boot_config set --"},
		{"app version", "app version --"},
		{"reg logo", "registry logout --"},
	} {
		checkLine(t, c.line, c.want)
	}
}

func TestLine_Exec(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"app exec --reuse date -r web", "app exec --reuse=true --roles=web -- date"},
		{"app exec ls -p", "app exec --primary=true -- ls"},
		{"app exec ls -la", "app exec -- ls -la"},
		{"app exec ps -ef", "app exec -- ps -ef"},
		{"app exec ls --color=auto /", "app exec -- ls --color=auto /"},
		{"app exec ls --help", "app exec -- ls --help"},
		{"app exec kill -9 1", "app exec -- kill -9 1"},
		{"app exec -- ls -p", "app exec -- ls -p"},
		{"app exec -q -- ls -- -p", "app exec --quiet=true -- ls -- -p"},
		{"app exec -e A:1 B:x:y cmd", "app exec --env=A=1 --env=B=x:y -- cmd"},
		{"app exec -e A=1 B:2 cmd", "app exec --env=A=1 -- B:2 cmd"},
		{"app exec -e URL=http://x cmd", "app exec --env=URL=http://x -- cmd"},
		{"app exec -e A:1 -e B=2 cmd", "app exec --env=A=1 --env=B=2 -- cmd"},
		{"app exec --env=A:1 B:2 cmd", "app exec --env=A=1 --env=B=2 -- cmd"},
		{"accessory exec db psql -l -q", "accessory exec --quiet=true -- db psql -l"},
		{"accessory exec db --reuse redis-cli info", "accessory exec --reuse=true -- db redis-cli info"},
		{"accessory exec db psql --help", "accessory exec -- db psql --help"},
		{"server exec docker ps -q", "server exec --quiet=true -- docker ps"},
	} {
		checkLine(t, c.line, c.want)
	}
}

func TestLine_QuotedCommandIsLeftAlone(t *testing.T) {
	l, err := testReader(t).Read([]string{"app", "exec", "ls -p -q", "-i"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"app", "exec", "--interactive=true", "--", "ls -p -q"}, l.Args()); diff != "" {
		t.Error(diff)
	}
}

func TestLine_Aliases(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"console", "app exec --reuse=true -- bin/console"},
		{"console -h 127.0.1.2", "app exec --reuse=true --hosts=127.0.1.2 -- bin/console"},
		{"-v console", "app exec --verbose=true --reuse=true -- bin/console"},
		{"tasks -r jobs", "app exec --reuse=true --roles=jobs -- bin/tasks list"},
		{"staged", "app logs --destination=staging --"},
		{"outer", "app exec --reuse=true --roles=web --primary=true -- bin/tasks list"},
		{"det", "app details --"},
		{"split -p", "app exec -- ls -p"},
		{"untold -p", "app exec --primary=true -- made"},
		{"only -d staging", "app images --destination=staging --"},
	} {
		checkLine(t, c.line, c.want)
	}
}

func checkLine(t *testing.T, args, want string) {
	t.Helper()
	l, err := testReader(t).Read(strings.Fields(args))
	if err != nil {
		t.Errorf("%s: %v", args, err)
		return
	}
	if got := strings.Join(l.Args(), " "); got != want || l.Help {
		t.Errorf("%s:\n got %s (help %t)\nwant %s", args, got, l.Help, want)
	}
}

func TestLine_Help(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"", ""},
		{"help", ""},
		{"--help", ""},
		{"-h", ""},
		{"-h web1 deploy", ""},
		{"-v", ""},
		{"help deploy", "deploy"},
		{"help app exec", "app exec"},
		{"app", "app"},
		{"app -d staging", "app"},
		{"app help", "app"},
		{"app help exec", "app exec"},
		{"app exec --help", "app exec"},
		{"app exec --help ls", "app exec"},
		{"deploy --help", "deploy"},
		{"--help deploy", "deploy"},
		{"proxy boot_config", "proxy boot_config"},
		{"help console", "app exec"},
	} {
		l, err := testReader(t).Read(strings.Fields(c.line))
		if err != nil {
			t.Errorf("%q: %v", c.line, err)
			continue
		}
		if got := Path(l.Command); got != c.want || !l.Help {
			t.Errorf("%q: got %q (help %t), want help of %q", c.line, got, l.Help, c.want)
		}
	}
}

func TestLine_Refused(t *testing.T) {
	for _, c := range []struct{ line, want, hint string }{
		{"depoly", `unknown command "depoly"`, "did you mean: kamal deploy"},
		{"consol", `unknown command "consol"`, "did you mean: kamal console"},
		{"app bot", `unknown command "app bot"`, "did you mean: kamal app boot"},
		{"nosuchcommand", `unknown command "nosuchcommand"`, "the commands that there are: kamal help"},
		{"app nosuchcommand", `unknown command "app nosuchcommand"`, "the commands that there are: kamal help app"},
		{"nosuch -c broken.yml", `unknown command "nosuch"`, "if it is an alias, it is broken; what is wrong with it: kamal config --check"},
		{"de", `"de" may be any of deploy, details`, "write more of it: kamal deploy"},
		{"ping", "aliases go round in a circle: ping -> pong -> ping", ""},
		{"quote", `alias "quote": a quote or a backslash is not closed in "app exec 'ls"`, ""},
		{"nothing", `alias "nothing" is empty`, ""},
		{
			"help untold", `what alias "untold" means is told by a command of the configuration`,
			"write it there in clear, or call the alias without help: kamal untold",
		},
		{"deploy --skip-psuh", `unknown option "--skip-psuh"`, "did you mean: kamal deploy --skip-push"},
		{"deploy --vers v1", `unknown option "--vers"`, ""},
		{"deploy -x", `unknown option "-x"`, ""},
		{"deploy -qx", `unknown option "-qx"`, ""},
		{"deploy --version", `option "--version" has no value`, "--version is that of the app; that of kamal: kamal version"},
		{"deploy -h", `option "-h" has no value`, "-h names hosts; for help: kamal deploy --help"},
		{"deploy --version -q", `option "--version" has no value`, "if -q is its value: --version=-q"},
		{"deploy --quiet=maybe", `option "--quiet" is a switch: true or false, not "maybe"`, ""},
		{"deploy --no-version", `unknown option "--no-version"`, "did you mean: kamal deploy --version"},
		{"app logs -n x", `option "-n" takes a number, not "x"`, ""},
		{"app exec ps -e", `option "-e" has no value`, "where it belongs to the command, put -- before that, or quotes around it: kamal app exec -- COMMAND"},
		{"app exec -e ls", `option "-e" takes NAME:VALUE, not "ls"`, "where it belongs to the command, put -- before that, or quotes around it: kamal app exec -- COMMAND"},
		{"deploy now", `superfluous word "now"`, ""},
		{"app exec", "COMMAND is missing", ""},
		{"app exec -q true", "COMMAND is missing", "the word behind -q counts as its value; where it belongs to the command, put -- before that, or quotes around it: kamal app exec -- COMMAND"},
		{"accessory logs", "NAME is missing", ""},
		{"lock acquire", `option "--message" is missing`, ""},
	} {
		l, err := testReader(t).Read(strings.Fields(c.line))
		if err == nil {
			err = l.Check()
		}
		e, ok := errors.AsType[*UsageError](err)
		if !ok {
			t.Errorf("%s: got %v, want a usage error", c.line, err)
			continue
		}
		if e.Msg != c.want || e.Advice != c.hint {
			t.Errorf("%s:\n got %s (%s)\nwant %s (%s)", c.line, e.Msg, e.Advice, c.want, c.hint)
		}
	}
}

func FuzzLine(f *testing.F) {
	for _, s := range []string{
		"", "-", "--", "---", "-h", "--help", "help", "help app exec", "deploy --help", "app exec -e A:1 ls -la", "-qn5 console --no-x -- y", "app exec -e A=1 -e B:2 C:3 -- env",
		"deploy -qq --quiet=false", "deploy -q true", "deploy --no-quiet false", "app logs -n5 -n 6 -n=7", "app exec ps -ef", "app exec -- -q -- --", "app logs --since=", "outer", "ping",
		"plan deploy -P", "app plan boot", "-d staging deploy", "--destination deploy", "deploy --dest=x", "det", "app det", "app exec --hosts=a,b c", "server exec echo --help", "broken -c broken.yml",
	} {
		f.Add(s)
	}
	r := testReader(f)
	f.Fuzz(func(t *testing.T, text string) {
		l, err := r.Read(strings.Fields(text))
		if err != nil || l.Help || wordsOf(l.Command) == "rest" || l.Program != "" {
			return
		}
		again, err := r.Read(l.Args())
		if err != nil {
			t.Fatalf("%q became %q, which is refused: %v", text, l.Args(), err)
		}
		if diff := cmp.Diff(l.Args(), again.Args()); diff != "" {
			t.Errorf("%q read again: %s", text, diff)
		}
	})
}
