package kamal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/internal/layout"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// startSlack is what a boot may take beside the wait for health: writing files,
// making the container, draining the old one.
const startSlack = 5 * time.Minute

// roleBoot boots one role on one host: old to new.
type roleBoot struct {
	*appBoot
	host     config.Host
	role     *config.Role
	app      hostcmd.App
	old      string             // the container that ran before, by name
	others   []string           // further ones that run, left by a boot that was cut short
	found    hostcmd.State      // what that was read from
	early    bool               // whether that was before the lock was held
	doubt    bool               // whether it is the old one that serves
	makeWay  config.Version     // the name for a container that has the new one's; empty: none has
	boot     string             // tells this boot from others
	id       string             // the new container's, once it runs
	began    time.Time          // when that was
	runs     context.Context    // is over from then on
	ran      context.CancelFunc // ends it
	primary  bool
	stopped  bool // the new container, for it did not come up
	tookOver bool // the new container
	retired  bool // the old one, together with that
	claimed  bool // by us, so that the old one is not stopped
}

func newRoleBoot(b *appBoot, h config.Host, r *config.Role) *roleBoot {
	boot := &roleBoot{appBoot: b, host: h, role: r, primary: r == b.spec.primaryRole, app: b.appCommands(h, r)}
	boot.runs, boot.ran = context.WithCancel(context.Background())
	return boot
}

// run boots the role. Until the new container has taken over, nothing is done
// to the old one.
func (b *roleBoot) run(ctx context.Context) error {
	err := b.replace(ctx)
	if err != nil && b.primary {
		b.barrier.close()
	}
	return err
}

func (b *roleBoot) replace(ctx context.Context) error {
	if err := b.makeRoom(ctx); err != nil {
		return err
	}
	if !b.primary {
		if err := b.barrier.wait(ctx, b.limit()+2*commandLimit); err != nil {
			return fmt.Errorf("%s: %w", b.role.Name, err)
		}
	}
	b.progress.set(b.host, b.role, StateStarting)
	err := b.start(ctx)
	switch {
	case errors.Is(err, errOutdated):
		b.progress.forget(b.host)
		return b.replace(ctx)
	case err != nil && !b.tookOver:
		return b.giveUp(ctx, err)
	case err != nil || b.old == "":
		return err
	case b.retired:
		return b.keepServing(ctx)
	}
	return b.retire(ctx)
}

// serve notes that the new container has taken over.
func (b *roleBoot) serve() {
	b.tookOver = true
	b.progress.set(b.host, b.role, StateNew)
	if b.primary {
		b.barrier.open()
	}
}

// limit is how long a boot may take at most.
func (b *roleBoot) limit() time.Duration {
	return b.cfg.DeployTimeout + b.cfg.ReadinessDelay + b.cfg.DrainTimeout + startSlack
}

// makeRoom finds a name for a container that has the new one's, and notes what runs.
func (b *roleBoot) makeRoom(ctx context.Context) error {
	if err := b.find(ctx); err != nil {
		return err
	}
	running := []string{b.found.Running.Name}
	for _, c := range b.found.Stale {
		running = append(running, c.Name)
	}
	b.makeWay = ""
	if b.found.Existing.Name != "" {
		suffix, err := b.hex(16)
		if err != nil {
			return err
		}
		b.makeWay = b.version + config.Version(replacedMark+suffix)
		if i := slices.Index(running, b.found.Existing.Name); i >= 0 {
			running[i] = b.role.ContainerName(b.makeWay)
		}
	}
	b.old, b.others, b.doubt = running[0], running[1:], b.found.Doubtful
	b.progress.ranBefore(b.host, b.role, b.app.VersionOf(b.old), b.old)
	return nil
}

// find finds out what of the role is on the host, if that is not known.
func (b *roleBoot) find(ctx context.Context) error {
	if f, known := b.progress.foundOn(b.host); known {
		b.found, b.early = f.states[b.role.Name], f.early
		return nil
	}
	out, err := b.ask(ctx, b.host, b.app.State(b.version))
	b.found, b.early = hostcmd.ParseStates(out)[b.role.Name], false
	return err
}

// errOutdated is that other containers are there than were found.
var errOutdated = errors.New("the containers are not those that were found before the lock was taken")

// stillPart ends the boot where others have changed what was found.
func (b *roleBoot) stillPart() part {
	if !b.early {
		return part{}
	}
	return part{cmd: b.app.StateIs(b.version, b.found), failed: func(_ string, err error) error {
		if exited(err) {
			return errOutdated
		}
		return err
	}}
}

// replacedMark parts the version of a container that made room for another of
// the same version from what tells it from the others.
const replacedMark = "_replaced_"

// bootedAs is the version that a container was booted as, from that in its name.
func bootedAs(v config.Version) config.Version {
	booted, _, _ := strings.Cut(string(v), replacedMark)
	return config.Version(booted)
}

// renamePart gives a container that has the new one's name another.
func (b *roleBoot) renamePart(ctx context.Context) part {
	if b.makeWay == "" {
		return part{}
	}
	text := fmt.Sprintf("Renaming container %s to %s", b.version, b.makeWay)
	return part{
		cmd: commands.And(b.recordFor(ctx, b.role, text), b.app.Rename(b.version, b.makeWay)),
		ask: func(string) error {
			b.makeWay = ""
			return nil
		},
	}
}

// start runs the new container and waits until it is up.
func (b *roleBoot) start(ctx context.Context) error {
	run, err := b.runParts(ctx)
	if err != nil {
		return err
	}
	if b.app.BehindProxy() {
		return b.switchOver(ctx, run)
	}
	if err := b.together(ctx, b.host, run...); err != nil {
		return err
	}
	wait := b.waitForHealth
	if b.cfg.OnTraefik(b.host) {
		wait = b.waitForTraefik
	}
	if err := b.newcomer().await(ctx, wait); err != nil {
		return err
	}
	b.serve()
	return nil
}

// newcomer is the new container.
func (b *roleBoot) newcomer() newcomer {
	n := newcomer{
		engine: b.engine, host: b.host, container: b.role.ContainerName(b.version),
		role: b.role.Name, version: b.version, logLines: reportLines, runs: b.runs,
	}
	if b.cfg.OnTraefik(b.host) {
		n.logLines = b.role.Healthcheck.LogLines
	}
	return n
}

// runParts make room for the container's name, write its env file, and run it.
func (b *roleBoot) runParts(ctx context.Context) ([]part, error) {
	before, err := b.before(ctx)
	if err != nil {
		return nil, err
	}
	env, err := b.files.envPart(ctx, layout.RoleEnvFile(b.cfg, b.role), b.role.Env(b.host))
	if err != nil {
		return nil, err
	}
	if b.boot, err = b.hex(12); err != nil {
		return nil, err
	}
	cord, err := b.cord()
	if err != nil {
		return nil, err
	}
	run := b.app.Run(b.version, commands.RunOptions{HostID: b.boot, Cord: cord})
	if !b.cfg.OnTraefik(b.host) {
		run = commands.And(hostcmd.Server{Config: b.cfg}.MakeAppDirectory(), run)
	}
	if b.app.UsesCord() {
		run = commands.And(b.app.TieCord(cord), run)
	}
	text := "Booted app version " + string(b.version)
	return append(before, b.stillPart(), b.renamePart(ctx), env, part{
		cmd: commands.And(b.recordFor(ctx, b.role, text), run),
		ask: func(out string) (err error) {
			if b.id, err = containerID(out); err == nil {
				b.began = time.Now()
				b.ran()
			}
			return err
		},
	}), nil
}

// before is what goes before the run of the host's first role.
func (b *roleBoot) before(ctx context.Context) ([]part, error) {
	if b.around.before == nil || b.role != b.spec.RolesOn(b.host)[0] {
		return nil, nil
	}
	return b.around.before(ctx, b.host)
}

// cleanUp removes what only other versions of a role need.
func (a App) cleanUp(h config.Host, r *config.Role) commands.Cmd {
	var cmd commands.Cmd
	assets := hostcmd.Assets{Config: a.cfg, Role: r, Host: h}
	if assets.Used() {
		cmd = assets.CleanUp(a.version)
	}
	if a.hasErrorPages(h) {
		cmd = commands.Then(cmd, hostcmd.ErrorPages{Config: a.cfg}.CleanUp(a.version))
	}
	return cmd
}

// stopLimit gives time for a container of the role to stop.
func (eng *engine) stopLimit(ctx context.Context, h config.Host, r *config.Role) (context.Context, context.CancelFunc) {
	return limited(ctx, commandLimit+layout.StopTimeout(eng.cfg, r, h))
}

// containerID cuts the id that docker run prints to what docker lists.
func containerID(out string) (string, error) {
	lines := strings.Fields(out)
	if len(lines) == 0 || len(lines[len(lines)-1]) < 12 {
		return "", fmt.Errorf("docker gave no container id: %q", out)
	}
	return lines[len(lines)-1][:12], nil
}
