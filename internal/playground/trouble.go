package playground

import (
	"context"
	"fmt"
)

// FillDisk fills the file system of root's login directory, which holds all that
// isn't docker's, to the last byte.
func (h *Host) FillDisk(ctx context.Context) error {
	_, err := h.Run(ctx, "dd if=/dev/zero of=/root/.filler bs=64k 2>/dev/null; test -s /root/.filler")
	return err
}

// FreeDisk undoes [Host.FillDisk].
func (h *Host) FreeDisk(ctx context.Context) error {
	_, err := h.Run(ctx, "rm -f /root/.filler")
	return err
}

// KillSSH ends the host's sshd with all its connections, from one moment to the next.
func (h *Host) KillSSH(ctx context.Context) error {
	_, err := h.Run(ctx, killAll("sshd"))
	return err
}

// StartSSH undoes [Host.KillSSH], and returns when the host can be used.
func (h *Host) StartSSH(ctx context.Context) error {
	return h.start(ctx, "sshd.sh")
}

// StopEngine stops the host's Docker engine in good order, and so its containers.
func (h *Host) StopEngine(ctx context.Context) error {
	_, err := h.Run(ctx, "engine=$(cat /run/docker.pid) && kill $engine && while kill -0 $engine; do sleep 0.1; done 2>/dev/null")
	return err
}

// StartEngine undoes [Host.StopEngine], and returns when the host can be used.
func (h *Host) StartEngine(ctx context.Context) error {
	return h.start(ctx, "dockerd.sh")
}

// start starts one of the host's two services and waits until both answer.
func (h *Host) start(ctx context.Context, script string) error {
	if _, err := h.Run(ctx, "setsid sh /run/host/"+script+" </dev/null >/dev/null 2>&1 &"); err != nil {
		return err
	}
	return h.playground.waitForHost(ctx, h)
}

// Restart takes the power from the host and gives it back. What was on its disks is there again,
// and what ran starts as its restart policy says. It returns when the host can be used.
func (h *Host) Restart(ctx context.Context) error {
	// The login directories are in memory, so they are copied to where a disk would keep them.
	if _, err := h.Run(ctx, "mkdir /run/host/kept && cp -a --parents /root /home /run/host/kept"); err != nil {
		return err
	}
	// The kernel takes its time to remove the network of what has ended.
	if err := steps(ctx, "ip link delete "+hostLink(h.number)); err != nil {
		return err
	}
	h.tree.kill()
	if err := h.boot(ctx); err != nil {
		return err
	}
	return h.playground.waitForHost(ctx, h)
}

// StopRegistry ends the registry from one moment to the next.
func (p *Playground) StopRegistry(ctx context.Context) error {
	return p.inWorkshop(ctx, killAll("docker-registry"))
}

// StartRegistry undoes [Playground.StopRegistry], and returns when the registry answers.
func (p *Playground) StartRegistry(ctx context.Context) error {
	err := p.inWorkshop(ctx, "setsid sh "+p.path("workshop", "registry.sh")+" </dev/null >/dev/null 2>&1 &")
	if err != nil {
		return err
	}
	return p.waitForWorkshop(ctx)
}

// inWorkshop runs a line among the processes of the workshop.
func (p *Playground) inWorkshop(ctx context.Context, line string) error {
	_, err := enter(ctx, p.workshop, line)
	return err
}

// killAll gives a line that kills all processes whose names begin so.
func killAll(name string) string {
	// The kernel keeps fifteen letters of a name.
	return fmt.Sprintf(`for process in /proc/[0-9]*; do
	case "$(cat "$process/comm" 2>/dev/null)" in %s*) kill -KILL "${process#/proc/}" ;; esac
done`, name[:min(len(name), 15)])
}
