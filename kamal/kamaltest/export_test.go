package kamaltest

// Explored is [Explore], and tells what it went through.
var Explored = explore

// Explorable says why an exploration can't begin.
func Explorable(e Exploration) error {
	_, err := newExplorer(e)
	return err
}
