// Package timeline writes down where the time of a run goes: a page to look at, or
// trace events for other programs.
//
//	t, err := timeline.Open(timeline.Options{Path: "deploy.html", Title: "kamal deploy"})
//	d := kamal.New(cfg, hosts, kamal.WithEvents(t.Handle))
//	err = d.Deploy(ctx, kamal.DeployOptions{})
//	err = t.Close(err)
//
// Both show steps, hooks and the time in which the lock was held, and for each host
// its commands, what failed, and when the host waited: for the lock, for its turn, or
// for the others.
//
// The page needs nothing but a browser: no network and no other file. Trace events
// are in the JSON object format of Google's "Trace Event Format", which
// chrome://tracing and ui.perfetto.dev read.
package timeline
