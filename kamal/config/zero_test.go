package config_test

import (
	"reflect"
	"testing"

	"github.com/kamal-go/kamal/internal/zero"
	"github.com/kamal-go/kamal/kamal/config"
)

func TestTypes_OfNothingDoNotPanic(t *testing.T) {
	zero.Check(t, reflect.TypeFor[config.Accessory](), reflect.TypeFor[config.Boot](), reflect.TypeFor[config.Builder](), reflect.TypeFor[config.Certificate](), reflect.TypeFor[config.Config](), reflect.TypeFor[config.Credential](), reflect.TypeFor[config.DockerOption](), reflect.TypeFor[config.DockerOptions](), reflect.TypeFor[config.Env](), reflect.TypeFor[config.FieldError](), reflect.TypeFor[config.Fleet](), reflect.TypeFor[config.Git](), reflect.TypeFor[config.Healthcheck](), reflect.TypeFor[config.Host](), reflect.TypeFor[config.Logging](), reflect.TypeFor[config.Mount](), reflect.TypeFor[config.Need](), reflect.TypeFor[config.OnFailure](), reflect.TypeFor[config.Options](), reflect.TypeFor[config.Outline](), reflect.TypeFor[config.Output](), reflect.TypeFor[config.Pair](), reflect.TypeFor[config.Pairs](), reflect.TypeFor[config.Problems](), reflect.TypeFor[config.Proxy](), reflect.TypeFor[config.ProxyRun](), reflect.TypeFor[config.Registry](), reflect.TypeFor[config.Role](), reflect.TypeFor[config.SSH](), reflect.TypeFor[config.SSHKit](), reflect.TypeFor[config.Secret](), reflect.TypeFor[config.SecretState](), reflect.TypeFor[config.Secrets](), reflect.TypeFor[config.Spec](), reflect.TypeFor[config.Traefik](), reflect.TypeFor[config.Version](), reflect.TypeFor[config.Warning]())
}

func TestPointers_ToNothingGiveNothing(t *testing.T) {
	zero.CheckNil(t, reflect.TypeFor[*config.Config](), reflect.TypeFor[*config.Role](), reflect.TypeFor[*config.Secrets]())
}
