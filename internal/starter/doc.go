// Package starter looks at a folder and writes down how to deploy what is in it:
// a first configuration, and where its secrets come from.
//
//	found, err := starter.Look(dir, origin)
//	text, err := found.Deploy(starter.Answers{Hosts: []string{"192.0.2.1"}, Domain: "app.example.com"})
//
// It reads files, and does nothing else.
package starter
