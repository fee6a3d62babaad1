package config

// Warning is something odd in a configuration that is no error.
type Warning struct {
	// File, Line and Column say where; Line is 0 when it is about no one place.
	File         string
	Line, Column int
	Message      string
}
