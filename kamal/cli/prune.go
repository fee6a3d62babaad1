package cli

type pruneFamily struct {
	All        pruneAllCmd        `cmd:"" name:"all" help:"Prune containers, then images."`
	Images     pruneImagesCmd     `cmd:"" name:"images" help:"Remove images that no container uses."`
	Containers pruneContainersCmd `cmd:"" name:"containers" help:"Remove stopped containers but the newest."`
}

type (
	pruneAllCmd    struct{}
	pruneImagesCmd struct{}
)

type pruneContainersCmd struct {
	Retain *uint `name:"retain" placeholder:"N" help:"How many stay, at least 1 [retain_containers]."`
}
