// Package yaml11 reads YAML 1.1 the way Ruby does, and says where everything was written.
//
//	doc, err := yaml11.Parse("config/deploy.yml", text)
//	if err != nil {
//		return err // config/deploy.yml:14:3: ..., with the line and a caret
//	}
//	service := doc.Root.Get("service").Text
//
// Files that were written for a Ruby program mean what Ruby's parser makes of them: yes and off are
// booleans while y is text, 0644 is the number 420, 22:30 is 81000, 1e3 is text, :name is a symbol.
// The result is a tree of [Node]; aliases and merge keys are resolved, keys are text, and each node
// knows the file, line and column it was written at. Values that are legal but surely mean something
// else than what they look like are reported as a [Warning].
//
// Only the first document counts. A byte order mark is skipped, and so is everything after a line of
// three dots or a second line of three dashes.
//
// The text may come from anywhere: its size, depth and number of values are limited (see [MaxSize],
// [MaxDepth] and [MaxNodes]), and Parse never panics. What can't be read the way Ruby would read it is
// a [SyntaxError], never a different value.
//
// [Encode] is the way back, for a small tree of maps, lists and scalars.
package yaml11
