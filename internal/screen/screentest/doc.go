// Package screentest has what tests of screens show: a deploy in which a host
// fails, and texts that would take a terminal over.
package screentest
