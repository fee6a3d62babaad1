// Package erb renders templates in Ruby's ERB with the trim mode "-", as deploy.yml files are written in, without
// Ruby.
//
//	result, err := erb.Render(ctx, text, erb.Options{File: "config/deploy.yml", Env: erb.NewEnv(os.Environ())})
//	if err != nil {
//		return err
//	}
//	for _, unset := range result.Unset {
//		fmt.Fprintf(os.Stderr, "%s: %s is not set\n", unset.Position, unset.Name)
//	}
//
// # What is understood
//
// All tags of ERB, and of Ruby what configuration files use: ENV, texts with interpolation, commands between
// backticks, local variables, conditions, blocks, loops, plain methods with defaults, rescue, formats, lists, hashes,
// ranges, numbers, plain regular expressions, here documents, and the methods of these that occur in such files; of
// Ruby's library File, Dir, YAML, JSON, URI, Time, Dotenv, Base64, Digest, SecureRandom and Shellwords, as far as
// reading goes; of Kamal its version, secrets and docker_arch. Classes, modules, lambdas, splats and changing a text
// in place are not understood.
//
// A template that uses more is an [UnsupportedError], which says where, what, and what to write instead. Before
// it comes to that, the ruby of the machine renders the template, when there is one. Whatever is understood
// gives what Ruby gives. What is not is never guessed.
//
// # Tags in YAML comments
//
// Ruby evaluates them like others. So does this package, but an error in one of them puts nothing, is listed in
// [Result.Skipped], and rendering goes on.
//
// # What a template can do
//
// A template is a program: it runs commands and reads files with the rights of the process. It can't write
// files or change the environment of the process other than by commands. Evaluating is bounded in steps, depth
// and size, so that a template that never ends is an error that wraps [ErrLimit]. Commands run as long as the
// context lets them, and may write up to 1 MiB; one that writes more is ended, with all that it began.
package erb
