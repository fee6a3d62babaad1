package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/internal/logfile"
	"github.com/kamal-go/kamal/internal/otel"
	"github.com/kamal-go/kamal/kamal"
)

// listener gets all events of a run besides the screen, and is told how it ended.
type listener struct {
	handle func(kamal.Event)
	close  func(error) error
}

// listen begins to write the run down where the configuration wants it. A file
// that can't be written stops nothing.
func (p *project) listen(ctx context.Context, d *kamal.Deployer) {
	output := d.Config().Output
	if output.FilePath == "" && output.OTelEndpoint == "" {
		return
	}
	run := p.describe(ctx, d)
	if output.FilePath != "" {
		p.writeFile(d, run)
	}
	if output.OTelEndpoint != "" {
		p.ship(output.OTelEndpoint, run)
	}
}

func (p *project) describe(ctx context.Context, d *kamal.Deployer) journal.Run {
	cfg := d.Config()
	version, err := cfg.Version()
	if err != nil {
		version = "" // it is unknown, and the run may not need it
	}
	return journal.Run{
		ID: journal.NewID(), Command: p.commandPath(), Service: cfg.Service, Destination: cfg.Destination,
		Version: version, Performer: d.Performer(ctx), Program: programVersion(),
	}
}

func (p *project) writeFile(d *kamal.Deployer, run journal.Run) {
	folder := d.Config().Output.FilePath
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(d.Config().WorkDir, folder)
	}
	file, err := logfile.Create(folder, run)
	if err != nil {
		p.screen.Event(kamal.Warning{Text: fmt.Sprintf("no log file: %v", err)})
		return
	}
	p.listeners = append(p.listeners, listener{file.Handle, file.Close})
}

func (p *project) ship(endpoint string, run journal.Run) {
	shipper := otel.New(otel.Options{Endpoint: endpoint, Run: run, Trouble: func(err error) {
		p.screen.Event(kamal.Warning{Text: err.Error()})
	}})
	p.listeners = append(p.listeners, listener{shipper.Handle, func(err error) error {
		shipper.Close(err)
		return nil
	}})
}
