package playground

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

const (
	bridge = "kamalpg0"
	// buildBridge is for containers of the build engine alone.
	buildBridge  = "kamalpgb"
	linkPrefix   = "kamalpg"
	ownAddress   = "10.77.0.1"
	buildAddress = "10.77.1.1"
	firstHost    = 10
	prefixLength = "/24"
)

func hostAddress(number int) string {
	return "10.77.0." + strconv.Itoa(firstHost+number)
}

func hostLink(number int) string {
	return linkPrefix + strconv.Itoa(number)
}

// makeBridge makes the bridge that carries all hosts, with this machine on it, and the build engine's.
func makeBridge(ctx context.Context) error {
	if err := checkAddressesFree(); err != nil {
		return err
	}
	return steps(ctx,
		"ip link add "+bridge+" type bridge",
		"ip address add "+ownAddress+prefixLength+" dev "+bridge,
		"ip link set "+bridge+" up",
		"ip link add "+buildBridge+" type bridge",
		"ip address add "+buildAddress+prefixLength+" dev "+buildBridge,
		"ip link set "+buildBridge+" up",
	)
}

func checkAddressesFree() error {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return err
	}
	for _, own := range []string{ownAddress, buildAddress} {
		network := netip.MustParsePrefix(own + prefixLength).Masked()
		for _, a := range addresses {
			if prefix, err := netip.ParsePrefix(a.String()); err == nil && network.Overlaps(prefix.Masked()) {
				return fmt.Errorf("%w: network %s is in use here, by %s", ErrUnsupported, network, prefix)
			}
		}
	}
	return nil
}

// plugIn connects the network of a process to the bridge, as its eth0. A host that was restarted
// has the same card, so that who knew it before finds it at once.
func plugIn(ctx context.Context, number, pid int) error {
	link := hostLink(number)
	return steps(ctx,
		fmt.Sprintf("ip link add %s type veth peer name eth0 address 02:00:0a:4d:00:%02x netns %d", link, firstHost+number, pid),
		"ip link set "+link+" master "+bridge,
		"ip link set "+link+" up",
	)
}

// removeLinks removes the bridge and all links to hosts, whoever made them.
func removeLinks(ctx context.Context) error {
	interfaces, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range interfaces {
		if !strings.HasPrefix(i.Name, linkPrefix) {
			continue
		}
		if err := run(ctx, []string{"ip", "link", "delete", i.Name}); err != nil {
			return err
		}
	}
	return nil
}

func steps(ctx context.Context, lines ...string) error {
	for _, line := range lines {
		if err := run(ctx, strings.Fields(line)); err != nil {
			return err
		}
	}
	return nil
}

// CutOff takes the network cable out of the host: packets in both directions are
// lost, and open connections are not told.
func (p *Playground) CutOff(ctx context.Context, host *Host) error {
	return steps(ctx, "ip link set "+hostLink(host.number)+" down")
}

// Reconnect puts the cable back that [Playground.CutOff] took out, and returns when the host
// answers.
func (p *Playground) Reconnect(ctx context.Context, host *Host) error {
	if err := steps(ctx, "ip link set "+hostLink(host.number)+" up"); err != nil {
		return err
	}
	return p.waitForHost(ctx, host)
}
