// Package simhost is hosts that exist in memory only: a file tree, the usual
// programs, and a Docker engine with containers, images and networks, which
// carry out the command lines that hosts are sent.
//
//	w := simhost.NewWorld()
//	status, err := w.Host("app1").Run(ctx, "docker ps", simhost.Streams{Stdout: out})
//
// All hosts of a [World] share one image registry. What goes wrong is up to the
// user of the package: a [Fault] matches command lines or programs, and makes
// them fail, take long, or lose the connection.
package simhost
