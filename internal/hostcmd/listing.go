package hostcmd

import (
	"regexp"
	"strings"

	"github.com/kamal-go/kamal/kamal/commands"
)

// ParseContainerList reads what docker ps prints.
func ParseContainerList(output string) []commands.ListedContainer {
	var list []commands.ListedContainer
	for _, row := range table(output, "CONTAINER ID") {
		list = append(list, commands.ListedContainer{
			ID: row["CONTAINER ID"], Names: row["NAMES"], Image: row["IMAGE"], Command: strings.Trim(row["COMMAND"], `"`),
			Created: row["CREATED"], Status: row["STATUS"], Ports: row["PORTS"],
		})
	}
	return list
}

// ParseImageList reads what docker image ls prints. Docker 29 has other columns
// than those before.
func ParseImageList(output string) []commands.ListedImage {
	var list []commands.ListedImage
	for _, row := range table(output, "REPOSITORY") {
		list = append(list, commands.ListedImage{ID: row["IMAGE ID"], Name: row["REPOSITORY"] + ":" + row["TAG"], Created: row["CREATED"], Size: row["SIZE"]})
	}
	for _, row := range table(output, "IMAGE") {
		list = append(list, commands.ListedImage{ID: row["ID"], Name: row["IMAGE"], Size: row["DISK USAGE"]})
	}
	return list
}

// heading finds the headings of a table: they are one blank apart at most, and
// columns more.
var heading = regexp.MustCompile(`\S+(?: \S+)*`)

// table reads a table of docker's whose first column has a heading, and gives its
// rows by their headings. Cells begin where their heading does.
func table(output, first string) []map[string]string {
	var rows []map[string]string
	var columns [][]int
	var head string
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		switch found := heading.FindAllStringIndex(line, -1); {
		case len(found) > 0 && line[found[0][0]:found[0][1]] == first:
			columns, head = found, line
		case len(columns) > 0 && len(found) > 0:
			rows = append(rows, cells([]rune(line), head, columns))
		}
	}
	return rows
}

func cells(line []rune, head string, columns [][]int) map[string]string {
	row := map[string]string{}
	for i, c := range columns {
		from, to := min(c[0], len(line)), len(line)
		if i+1 < len(columns) {
			to = min(columns[i+1][0], len(line))
		}
		row[head[c[0]:c[1]]] = strings.TrimSpace(string(line[from:to]))
	}
	return row
}
