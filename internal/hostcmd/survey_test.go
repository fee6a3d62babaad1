package hostcmd_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kamal-go/kamal/internal/hostcmd"
)

func TestParseSurvey_ReadsWhatDockerLists(t *testing.T) {
	got := hostcmd.ParseSurvey("docker 28.0.0\nnetwork\tbridge\nnetwork\tkamal\nimage\tacme/shop:v1\nimage\t<none>:<none>\n" +
		"container\tshop-web-v1\tacme/shop:v1\trunning\tkamal\tservice=shop,role=web,destination=\n" +
		"container\told\tabc\texited\t\t\nsomething else\nfiles\n.kamal/shop-audit.log\n")
	want := hostcmd.Surveyed{
		Docker: true, Networks: []string{"bridge", "kamal"}, Images: []string{"acme/shop:v1"},
		Containers: []hostcmd.SurveyedContainer{
			{Name: "shop-web-v1", Image: "acme/shop:v1", State: "running", Networks: []string{"kamal"}, Labels: []string{"service=shop", "role=web", "destination="}},
			{Name: "old", Image: "abc", State: "exited"},
		},
		Files: []string{".kamal/shop-audit.log"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
