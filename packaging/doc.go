// Package packaging holds what releases are made with, and the tests of it.
package packaging
