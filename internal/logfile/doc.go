// Package logfile writes down a run of the program in a file of its own.
//
//	file, err := logfile.Create("log", journal.Run{Command: "deploy", Service: "shop"})
//	if err != nil {
//		return err
//	}
//	d := kamal.New(cfg, hosts, kamal.WithEvents(file.Handle))
//	err = d.Deploy(ctx, kamal.DeployOptions{})
//	return errors.Join(err, file.Close(err))
//
// A file is named after the time at which the run began, in this machine's time
// zone, its destination and its command: 2026-01-31T15-04-05_staging_app_boot.log.
// No file is ever written over. Every line has its time, its host if it is about
// one, and a sign for what it is:
//
//	#  a step          $  a command that is sent    |  what it prints
//	   anything else   =  the end of a command      !  what it prints on standard error
//
// The last line says whether the run completed, failed or was interrupted, and after how many
// seconds. Lines are in the file as soon as they are handed over.
package logfile
