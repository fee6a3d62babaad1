package commands

// Pull pulls the image that [Proxy.Run] will use, unless the host has it.
func (p Proxy) Pull() Cmd {
	image := Substitute(p.imageOfFiles())
	if r := need(p.Config).ProxyRunFor(p.Host); r != nil {
		image = Text(r.Image())
	}
	return pullMissing(image).For("pulling the proxy's image")
}

func pullMissing(image Word) Cmd {
	return Or(docker("inspect", "--type", "image").Word(image).Quiet(), docker("pull").Word(image))
}
