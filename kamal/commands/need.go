package commands

import "reflect"

// need gives what a builder works for. One without it was made with a field left out,
// which is a mistake of the program: the panic says so.
func need[T any](part *T) *T {
	if part == nil {
		panic("commands: a builder lacks its " + reflect.TypeFor[T]().Name())
	}
	return part
}
