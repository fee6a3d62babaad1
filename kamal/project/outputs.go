package project

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/kamal-go/kamal/internal/journal"
	"github.com/kamal-go/kamal/internal/logfile"
	"github.com/kamal-go/kamal/internal/otel"
	"github.com/kamal-go/kamal/kamal"
)

// output is where a run is written down. It is told how the run ended.
type output struct {
	handle func(kamal.Event)
	close  func(error) error
}

// writeDown begins to write the run down where the configuration wants it. A file
// that can't be written stops nothing.
func (p *Project) writeDown(ctx context.Context, o Options) {
	where := p.Config().Output
	if where.FilePath == "" && where.OTelEndpoint == "" {
		return
	}
	run := p.describe(ctx, o)
	if where.FilePath != "" {
		p.writeFile(where.FilePath, run)
	}
	if where.OTelEndpoint != "" {
		shipper := otel.New(otel.Options{Endpoint: where.OTelEndpoint, Run: run, Trouble: func(err error) { p.warn(err.Error()) }})
		p.outputs = append(p.outputs, output{shipper.Handle, func(err error) error {
			shipper.Close(err)
			return nil
		}})
	}
}

func (p *Project) describe(ctx context.Context, o Options) journal.Run {
	cfg := p.Config()
	version, err := cfg.Version()
	if err != nil {
		version = "" // it is unknown, and the run may not need it
	}
	return journal.Run{
		ID: journal.NewID(), Command: o.Command, Service: cfg.Service, Destination: cfg.Destination,
		Version: version, Performer: p.Performer(ctx), Program: o.Program,
	}
}

func (p *Project) writeFile(folder string, run journal.Run) {
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(p.Config().WorkDir, folder)
	}
	file, err := logfile.Create(folder, run)
	if err != nil {
		p.warn(fmt.Sprintf("no log file: %v", err))
		return
	}
	p.outputs = append(p.outputs, output{file.Handle, file.Close})
}

// event hands an event to whoever listens, and to what writes the run down.
func (p *Project) event(e kamal.Event) {
	p.events(e)
	for _, o := range p.outputs {
		o.handle(e)
	}
}

func (p *Project) warn(text string) { p.events(kamal.Warning{Text: text}) }

// closeOutputs ends what is written down. What lacks its end is in the error.
func (p *Project) closeOutputs(result error) error {
	var errs []error
	for _, o := range slices.Clone(p.outputs) {
		errs = append(errs, o.close(result))
	}
	p.outputs = nil
	return errors.Join(errs...)
}
