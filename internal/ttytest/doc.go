// Package ttytest runs programs in a terminal of their own, for tests, on Linux.
package ttytest
