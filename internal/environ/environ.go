// Package environ reads environments that are lists, as os/exec takes them.
package environ

import (
	"os"
	"strings"
)

// Getenv gives the function that reads a variable of an environment, each entry
// NAME=value. The last of a name counts. A nil environment is the process's.
func Getenv(environ []string) func(name string) string {
	if environ == nil {
		return os.Getenv
	}
	return func(name string) (value string) {
		for _, entry := range environ {
			if v, ok := strings.CutPrefix(entry, name+"="); ok {
				value = v
			}
		}
		return value
	}
}
