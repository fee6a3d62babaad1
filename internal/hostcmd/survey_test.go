package hostcmd_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/rerun"
)

func TestParseSurvey_ReadsWhatDockerLists(t *testing.T) {
	const id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	got := hostcmd.ParseSurvey("docker 28.0.0\nnetwork\tbridge\nnetwork\tkamal\nimage\tacme/shop:v1\nimage\t<none>:<none>\n" +
		"container\t0123456789ab\tshop-web-v1\tacme/shop:v1\trunning\tkamal\tservice=shop,role=web,destination=\n" +
		"container\tfedcba987654\told\tabc\texited\t\t\nsomething else\n" +
		"made\t" + id + "\t" + `{"Image":"sha256:1","Config":{"Env":["PATH=/bin","A=1"],"Cmd":["run"],"Labels":{"role":"web","by":"x"}},"HostConfig":{"Binds":["d:/d"]}}` + "\n" +
		"of\tsha256:1\t" + `{"Env":["PATH=/bin"],"Cmd":["run"],"Labels":{"by":"x"}}` + "\n" +
		"made\tbroken\t{\n" +
		"served\nService Host Path Target State TLS\nshop-web a,b / 0123456789ab:80 running yes\n" +
		"files\n.kamal/shop-audit.log\ncontent .kamal/shop-audit.log\n[x] Tagging\ncontent .kamal/none\ncontent .kamal/proxy/options\n--publish 80:80\n")
	want := hostcmd.Surveyed{
		Docker: true, Networks: []string{"bridge", "kamal"}, Images: []string{"acme/shop:v1"},
		Containers: []hostcmd.SurveyedContainer{
			{
				ID: "0123456789ab", Name: "shop-web-v1", Image: "acme/shop:v1", State: "running", Networks: []string{"kamal"}, Labels: []string{"service=shop", "role=web", "destination="},
				Made: &rerun.Container{Image: "sha256:1", Config: rerun.Config{Env: []string{"A=1"}, Labels: map[string]string{"role": "web"}}},
			},
			{ID: "fedcba987654", Name: "old", Image: "abc", State: "exited"},
		},
		Served:   []hostcmd.ProxyService{{Name: "shop-web", Host: "a,b", Path: "/", Target: "0123456789ab:80", TLS: true, State: "running"}},
		Files:    []string{".kamal/shop-audit.log"},
		Contents: map[string]string{".kamal/shop-audit.log": "[x] Tagging\n", ".kamal/proxy/options": "--publish 80:80\n"},
	}
	want.Containers[0].Made.HostConfig.Binds = []string{"d:/d"}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}
