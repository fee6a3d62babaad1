package commands

import "github.com/kamal-go/kamal/internal/layout"

// Pull pulls the image that [Proxy.Run] will use, unless the host has it.
func (p Proxy) Pull() Cmd {
	if p.Traefik {
		return pullMissing(Text(need(need(p.Config).Traefik).Image)).For("pulling Traefik's image")
	}
	image := Substitute(p.imageOfFiles())
	if r := layout.ProxyRunFor(need(p.Config), p.Host); r != nil {
		image = Text(layout.ProxyImage(r))
	}
	return pullMissing(image).For("pulling the proxy's image")
}

func pullMissing(image Word) Cmd {
	return Or(docker("inspect", "--type", "image").Word(image).Quiet(), docker("pull").Word(image))
}
