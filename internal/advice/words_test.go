package advice_test

import (
	"errors"
	"testing"

	"github.com/kamal-go/kamal/internal/advice"
	"github.com/kamal-go/kamal/kamal"
)

func TestFor_ARegistryThatIsAwayIsAskedFromWhereItWas(t *testing.T) {
	away := func(server string) error {
		return &kamal.RegistryError{Server: server, Err: errors.New("dial tcp: no such host")}
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{away("registry.example.com"), "the registry does not answer; how it looks from here: curl -sSI https://registry.example.com/v2/"},
		{away(""), "the registry does not answer; how it looks from here: docker login"},
		{&kamal.HostError{Host: "app1", Err: away("")}, "the registry does not answer; how it looks from there: kamal server exec -h app1 'docker login'"},
	} {
		if got := (advice.Call{Command: "deploy"}).For(c.err); got != c.want {
			t.Errorf("%v: got %q, want %q", c.err, got, c.want)
		}
	}
}
