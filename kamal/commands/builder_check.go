package commands

// checkImage is a throw-away image that lists the build context.
const checkImage = "kamal-local-build-check"

// BuildContextFiles prints the files that a build in this folder would send,
// one a line, beginning with ./. Nothing of it is left behind but an image.
func (b Builder) BuildContextFiles() Cmd {
	build := docker("buildx", "build", "--load", "-q", "-t", checkImage, "-f", "-", b.context()).QuietErrors()
	list := docker("run", "--rm", checkImage, "find", ".", "-type", "f")
	return And(
		Pipe(Command("printf", `FROM busybox\nWORKDIR /check\nCOPY . .\n`), build).WriteTo(Text("/dev/null")),
		list,
	)
}
