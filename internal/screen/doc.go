// Package screen shows a run to people: events as lines of progress, results
// under their headings, and the error at the end with what helps.
//
//	s := screen.New(screen.Options{Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv})
//	err := kamal.New(cfg, x, kamal.WithEvents(s.Event)).Deploy(ctx, kamal.DeployOptions{})
//	s.Finish(err, status)
//
// Results go to standard output, all else to standard error. All words for people
// are made here: other packages hand over data.
package screen
