package kamal

import (
	"context"
	"time"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

// record builds the command that notes in a host's audit log what is going to
// be done.
func (eng *engine) record(ctx context.Context, text string) commands.Cmd {
	return eng.audit(ctx).Record(time.Now(), text)
}

// recordFor is record for something that is done for one role.
func (eng *engine) recordFor(ctx context.Context, r *config.Role, text string) commands.Cmd {
	a := eng.audit(ctx)
	a.Role = r
	return a.Record(time.Now(), text)
}

func (eng *engine) audit(ctx context.Context) hostcmd.Audit {
	return hostcmd.Audit{Config: eng.cfg, Performer: eng.performer(ctx)}
}

// Audit gives the newest lines of every host's audit log; no text where there is
// none yet. Hosts of Traefik with accessories only are not asked.
func (d *Deployer) Audit(ctx context.Context) ([]Answer[[]commands.AuditEntry], error) {
	d = d.orZero()
	return read(hostcmd.ParseAudit)(d.results(ctx, d.deployedHosts(), func(config.Host) commands.Cmd { return hostcmd.Audit{Config: d.cfg}.Show() }))
}
