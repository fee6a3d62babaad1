// Package dockersays knows what docker means by what it says: that it is not there,
// does not run, may not be used, or looks for its daemon in the wrong place.
package dockersays
