package journal

import (
	"crypto/rand"
	"fmt"

	"github.com/kamal-go/kamal/kamal/config"
)

// Run describes a run of the program. What is not known is left empty.
type Run struct {
	// ID tells the run from all others; [NewID] makes one.
	ID string
	// Command is the command's name in full, as "app boot".
	Command string
	// Service and Destination are those of the configuration.
	Service, Destination string
	// Version is the version of the app that the run is about.
	Version config.Version
	// Performer is who runs it.
	Performer string
	// Program is the version of this program.
	Program string
}

// NewID gives a random UUID.
func NewID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])  // it never fails
	b[6] = b[6]&0x0f | 0x40 // version 4
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// Deployment names what the run deploys: SERVICE@VERSION, shortened. It is empty
// for a command that deploys nothing.
func (r Run) Deployment() string {
	switch r.Command {
	case "setup", "deploy", "redeploy", "rollback":
	default:
		return ""
	}
	if r.Version == "" {
		return r.Service
	}
	return r.Service + "@" + r.Version.Short()
}
