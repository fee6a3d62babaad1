package cli

type envFamily struct {
	Push   envPushCmd   `cmd:"" name:"push" help:"Write the env files."`
	Delete envDeleteCmd `cmd:"" name:"delete" help:"Remove the env files."`
}

type (
	envPushCmd   struct{}
	envDeleteCmd struct{}
)

type envifyCmd struct {
	SkipPush bool `name:"skip-push" short:"P" help:"Leave the hosts alone."`
}
