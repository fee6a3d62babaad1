package mask

// Stream masks a text that comes in pieces. What may be the beginning of a secret
// at the end of a piece comes out with the next. It belongs to one goroutine.
type Stream struct{ rest string }

// Next takes a piece, and gives what is sure. The Mask may be another one each
// time: secrets become known while a text comes.
func (s *Stream) Next(m *Mask, piece string) string {
	masked, rest := m.scan(s.rest+piece, false)
	s.rest = rest
	return masked
}

// End gives what is left, when the text is over.
func (s *Stream) End(m *Mask) string {
	masked := m.Text(s.rest)
	s.rest = ""
	return masked
}
