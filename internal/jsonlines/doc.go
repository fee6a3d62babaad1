// Package jsonlines shows a run to programs: one JSON object a line, as
// docs/json.md has it.
package jsonlines
