package cli

type lockFamily struct {
	Status  lockStatusCmd  `cmd:"" name:"status" help:"Show who holds the lock."`
	Acquire lockAcquireCmd `cmd:"" name:"acquire" help:"Take the lock, so that nobody deploys."`
	Release lockReleaseCmd `cmd:"" name:"release" help:"Give the lock back, whoever holds it."`
}

type (
	lockStatusCmd  struct{}
	lockReleaseCmd struct{}
)

type lockAcquireCmd struct {
	Message string `name:"message" short:"m" required:"" placeholder:"TEXT" help:"Why."`
}
