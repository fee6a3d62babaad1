//go:build !unix

package regular

// withoutWaiting does nothing here: no file waits for its other end.
const withoutWaiting = 0
