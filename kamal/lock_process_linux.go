package kamal

import (
	"fmt"
	"os"
	"strings"
)

// processTable names the processes that this one sees. The boot and the pid
// namespace alone tell tables apart; the host name and the machine's id do too
// where a machine was copied while it ran.
func processTable() string {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	namespace, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return ""
	}
	host, err := os.Hostname()
	if err != nil {
		return ""
	}
	machine, _ := os.ReadFile("/etc/machine-id") // many containers have none
	return tableName(strings.TrimSpace(string(boot)), namespace, host, strings.TrimSpace(string(machine)))
}

// processStart gives the time at which a process began, in ticks since the boot,
// and whether there is one of this number. One that has ended and was not waited
// for is none.
func processStart(pid int) (start string, exists bool) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return unknownStart, signalReaches(pid)
	}
	// The name, in parentheses, may hold anything.
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if len(fields) < 20 {
		return unknownStart, true
	}
	return fields[19], fields[0] != "Z" && fields[0] != "X"
}
