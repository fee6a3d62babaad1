package commands

// What only builders need, for tests of it.
var (
	Hide  = hide
	Value = hostValue
)

// ProgramsInClear is [Cmd.Programs] with the secrets.
func ProgramsInClear(c Cmd) [][]string { return programs(c.expr, sent) }
