// Package textline cuts what programs print into lines, in time that grows with the
// text and in memory that does not, whatever comes.
//
//	s := textline.Splitter{Emit: func(text string) {
//		for line := range textline.All(text) {
//			fmt.Println(line)
//		}
//	}}
//	_, err := io.Copy(&s, output)
//	s.Flush()
//
// A line ends with \n, with \r\n, or with a \r alone: a progress bar is a line
// each time it is drawn. One that is longer than [Limit] is cut there, never
// within a character, and a mark says how much is left out. [Tail] keeps the end
// of a text.
package textline
