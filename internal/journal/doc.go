// Package journal puts into words what happens during a run, for those that write
// it down: log files and collectors of log records.
//
//	for entry := range journal.Entries(event) {
//		fmt.Fprintln(w, entry.Host, entry.Text)
//	}
//
// Everything that an operation does is told: each command, each line that it
// prints, hooks, notes, and what failed where. Events have their secrets masked,
// and so have entries. The package writes nothing itself.
package journal
