// Package dotenv reads files of NAME=value lines in the dialect of Ruby's dotenv, with command
// substitution, and evaluates them lazily.
//
//	file, err := dotenv.Parse(".kamal/secrets", text, dotenv.Options{Lookup: environment, Run: shell})
//	if err != nil {
//		return err
//	}
//	password, err := file.Value(ctx, "DB_PASSWORD")
//
// # The dialect
//
// Lines are NAME=value or NAME: value, with or without export in front. A bare NAME has no value. Lines of a
// shell script are refused; others are skipped with a warning. An unquoted value ends at a # or at the end of
// the line. A quoted one may span lines. Single quotes take everything literally. In double quotes and
// without quotes a backslash stands for the character behind it (\n is no line break), and these are replaced:
//
//	$NAME ${NAME}                   the value of an earlier line, or what Options.Lookup knows
//	${NAME:-default} ${NAME-default} the same, or the default where that is empty, or not set
//	${NAME:?text} ${NAME?text}      the same, or an error with the text where that is empty, or not set
//	$(command)                      what the command prints, without the last line break
//	\$NAME \$(command)              itself, without the backslash
//
// Any other ${...} is an error. What a command printed is never looked at again: a $ in it stays. Unlike in
// Ruby defaults work, and a closing brace behind $NAME stays where it is.
//
// # Gaps
//
// A variable that is not set or empty, and a command that prints nothing, leave a [Gap] in the value, which
// stays in everything that refers to it. NAME= has none: it is empty because the file says so, and so is
// ${NAME:-}. Whoever needs the value decides what a gap means.
//
// # Commands
//
// The package runs nothing itself. A command is handed to Options.Run as text for a shell, and
// variables in it are replaced before that, also inside of single quotes, so that
//
//	SECRETS=$(cat vault.json)
//	TOKEN=$(echo '$SECRETS' | jq -r .token)
//
// gives the shell the content of vault.json between the quotes, not the name. A value can therefore
// end the quotes that it stands in and become shell syntax. Whoever can write a value that a command
// refers to can run commands: refer in commands only to values that are trusted as much as the file
// itself. Values outside of $( ) never reach a shell, and neither does what a command printed, unless
// a command refers to its name. The text of a command ends at the parenthesis that balances the first
// one, whether quoted or not; a parenthesis behind a backslash does not count.
//
// A variable with a gap is left to the shell, in a form that ends the command where the shell comes to it,
// see [Options]: what only a branch not taken refers to does no harm.
//
// Parsing runs no command. [File.Value] evaluates what one name needs, and before that every line with
// a command that stands above, in the order of the file: a command may be there for what it does, such as
// signing in. Each line is evaluated once at most.
package dotenv
