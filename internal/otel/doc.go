// Package otel hands what happens during a run to an OpenTelemetry collector, as
// log records and spans in the JSON form of OTLP over HTTP.
//
//	shipper := otel.New(otel.Options{
//		Endpoint: "http://collector.example.com:4318",
//		Run:      journal.Run{ID: journal.NewID(), Command: "deploy", Service: "shop"},
//		Trouble:  func(err error) { fmt.Fprintln(os.Stderr, "Warning:", err) },
//	})
//	d := kamal.New(cfg, hosts, kamal.WithEvents(shipper.Handle))
//	err := d.Deploy(ctx, kamal.DeployOptions{})
//	shipper.Close(err)
//
// The resource of the records describes the run. The first record is the event
// kamal.start, the last one kamal.complete, kamal.failed or kamal.interrupted; between them is a
// record for each command, each line that it prints, each hook, note and failure,
// with the host in server.address, and for printed lines log.iostream.
//
// Spans are those of the run, of each step in it, of hooks, of the time in which the
// lock was held, and of each command, with the host in server.address. Commands that
// went to a host together are in a span of their own. Records name the trace. A
// collector that knows no /v1/traces gets records only.
//
// Records are posted in the background, at most a hundred at once. No run waits
// for the collector but at its end, and there for a few seconds at most; none
// fails for it. Records that could not be posted are tried again with the next
// ones; those that the collector refuses, or that are too many to be kept, are
// lost. The first such trouble is told, and no other.
//
// The user and password of an endpoint's address are sent as basic
// authentication. The usual variables of the environment name a proxy.
package otel
