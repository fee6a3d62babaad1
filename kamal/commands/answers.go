package commands

import "time"

// ListedContainer is a container as docker ps shows it.
type ListedContainer struct {
	// ID has 12 hexadecimal digits.
	ID string
	// Names are separated by commas where there are several.
	Names string
	Image string
	// Command is cut by docker.
	Command string
	// Created, Status and Ports are in docker's words.
	Created, Status, Ports string
}

// ListedImage is an image as docker image ls shows it.
type ListedImage struct {
	ID string
	// Name has the tag behind a colon; either may be <none>.
	Name string
	// Created and Size are in docker's words; empty where docker leaves them out.
	Created, Size string
}

// AuditEntry is a line of an audit log.
type AuditEntry struct {
	// Time is zero where the line does not begin with one.
	Time time.Time
	// Performer is who did it.
	Performer string
	// Tags are what it was done for: the destination, the role.
	Tags []string
	// Text is what was done.
	Text string
}
