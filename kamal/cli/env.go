package cli

import (
	"github.com/kamal-go/kamal/kamal"
)

type envFamily struct {
	Push   doing `cmd:"" name:"push" help:"Write the env files."`
	Delete doing `cmd:"" name:"delete" help:"Remove the env files."`
}

func newEnvFamily() (f envFamily) {
	of := (*kamal.Deployer).Env
	f.Push = does(of, kamal.Env.Push)
	f.Delete = does(of, kamal.Env.Delete)
	return f
}
