// Package config reads the configuration of a deploy, config/deploy.yml, and gives it as checked values.
//
//	cfg, err := config.Load(ctx, config.Options{Destination: "staging"})
//	if err != nil {
//		return err // every problem of the files, with file, line, column and what to write
//	}
//	for _, role := range cfg.Roles {
//		for _, host := range role.Hosts {
//			fmt.Println(host, role.Name, role.Env(host).Clear)
//		}
//	}
//
// [Load] reads the base file and that of a destination, renders both as templates, merges them, checks the result
// and fills in every default, so that nobody downstream needs to ask whether something is there. [Parse] does the
// same with a text, without files and without the environment of the process. All problems are found in one pass
// and reported together as [Problems].
//
// What a key may hold, what it means, its default and the words for a misspelt one stand in one table. The checks,
// the annotated [Reference] and the JSON [Schema] come from it.
//
// A [Config] does not change, and any number of goroutines may read it. Only [Secrets] do something later: they
// run the commands in their files when a secret is first asked for, and each once. A [Secret] prints as [REDACTED]
// wherever it is printed.
//
// The package runs git, the commands in templates and secrets files, and nothing else; no container command. It
// prints nothing: what is odd but no error is in Config.Warnings.
package config
