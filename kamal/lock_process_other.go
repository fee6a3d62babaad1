//go:build !linux && !darwin

package kamal

// processTable is empty: this system tells too little of its processes.
func processTable() string { return "" }

func processStart(int) (start string, exists bool) { return unknownStart, true }
