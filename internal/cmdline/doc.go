// Package cmdline reads the words of a command line by a grammar of kong's.
//
//	line, err := cmdline.Reader{Root: parser.Model.Node}.Read(os.Args[1:])
//	parser.Parse(line.Args())
//
// Its rules are older than kong: options may stand anywhere, commands may be
// shortened, aliases are replaced. What comes of it leaves kong nothing to guess.
// Tags of the grammar say what kong does not know of: whether the words of a
// command are another command (words:"command"), the rest of the line whatever it
// is (words:"rest") or a line of its own (words:"line"); whether an option takes
// several words, or several options add up (takes:"words", "pairs", "several").
package cmdline
