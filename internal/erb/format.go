package erb

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A formatter writes values into a format, as Ruby's format does.
type formatter struct {
	*call
	format string
	pos    int
	next   int // the argument that comes next
}

// directive is one of a format: flags, width, precision and a letter.
type directive struct {
	minus, plus, zero, space, alternate bool
	width, precision                    int // precision is -1 when there is none
	name                                string
}

// formatText fills a format with arguments.
func (c *call) formatText(format string, args []value) value {
	f := &formatter{call: &call{evaluator: c.evaluator, name: c.name, args: args}, format: format}
	var b strings.Builder
	for f.pos < len(format) {
		i := strings.IndexByte(format[f.pos:], '%')
		if i < 0 {
			b.WriteString(format[f.pos:])
			break
		}
		b.WriteString(format[f.pos : f.pos+i])
		f.pos += i + 1
		b.WriteString(f.directive())
		f.charge(b.Len())
	}
	return f.text(b.String())
}

// peek is the byte that comes next; 0 at the end.
func (f *formatter) peek() byte {
	if f.pos < len(f.format) {
		return f.format[f.pos]
	}
	return 0
}

func (f *formatter) directive() string {
	d := directive{precision: -1}
	f.flags(&d)
	if f.peek() == '<' {
		d.name = f.until('>')
		f.flags(&d)
	}
	d.width = f.number()
	if f.peek() == '.' {
		f.pos++
		d.precision = f.number()
	}
	if f.peek() == '<' && d.name == "" {
		d.name = f.until('>')
	}
	letter := f.peek()
	f.pos++
	switch letter {
	case '%':
		return "%"
	case '{':
		f.pos--
		d.name = f.until('}')
		return d.pad(f.str(f.argument(d.name)))
	case 's', 'p':
		v := f.argument(d.name)
		s := f.str(v)
		if letter == 'p' {
			s = f.inspect(v)
		}
		return d.pad(d.cut(s))
	case 'd', 'i', 'u', 'x', 'X', 'o', 'b':
		return f.whole(&d, letter)
	case 'f', 'e', 'E', 'g', 'G':
		return f.float(&d, letter)
	}
	f.unsupported("this directive of a format is not supported", "use %s, %d, %f or %x")
	return ""
}

func (f *formatter) flags(d *directive) {
	for ; ; f.pos++ {
		switch f.peek() {
		case '-':
			d.minus = true
		case '+':
			d.plus = true
		case '0':
			d.zero = true
		case ' ':
			d.space = true
		case '#':
			d.alternate = true
		default:
			return
		}
	}
}

func (f *formatter) number() int {
	start := f.pos
	for isDigit(f.peek()) {
		f.pos++
	}
	n, _ := strconv.Atoi(f.format[start:f.pos]) // nothing is 0
	if n > maxText {
		f.charge(n)
	}
	return n
}

// until reads a name up to its closing bracket.
func (f *formatter) until(closing byte) string {
	end := strings.IndexByte(f.format[f.pos:], closing)
	if end < 0 {
		f.raise("ArgumentError", "a name in a format never ends")
	}
	name := f.format[f.pos+1 : f.pos+end]
	f.pos += end + 1
	return name
}

// argument gives what a directive is to show: by its name, or in order.
func (f *formatter) argument(name string) value {
	if name == "" {
		if f.next >= len(f.args) {
			f.raise("ArgumentError", "a format has more places than there are values")
		}
		f.next++
		return plain(f.args[f.next-1])
	}
	h, ok := f.arg(0).(*hash)
	if !ok {
		f.raise("ArgumentError", "a format with names needs a hash")
	}
	v, ok := h.values[symbol(name)]
	if !ok {
		f.raise("KeyError", "the format's name %q has no value", name)
	}
	return plain(v)
}

func (f *formatter) whole(d *directive, letter byte) string {
	v := f.argument(d.name)
	if x, ok := v.(float64); ok && strings.IndexByte("diu", letter) >= 0 {
		v = f.call.whole(floor(x))
	}
	if s, ok := v.(string); ok {
		v = f.integer(s)
	}
	n, ok := v.(int)
	bare := strings.IndexByte("diu", letter) >= 0
	if !ok || n < 0 && !bare || d.precision >= 0 || d.alternate && bare {
		f.unsupported("this value for %"+string(letter)+" is not supported", "format a whole number")
	}
	base := map[byte]int{'x': 16, 'X': 16, 'o': 8, 'b': 2}[letter]
	if bare {
		base = 10
	}
	digits := strconv.FormatInt(int64(n), base)
	if letter == 'X' {
		digits = strings.ToUpper(digits)
	}
	prefix := ""
	if d.alternate {
		prefix = map[byte]string{'x': "0x", 'X': "0X", 'o': "0", 'b': "0b"}[letter]
	}
	return d.signed(prefix, digits)
}

func (f *formatter) float(d *directive, letter byte) string {
	v := f.argument(d.name)
	if s, ok := v.(string); ok {
		v = f.floating(s)
	}
	x, ok := number(v)
	if !ok || d.alternate || x-x != 0 {
		f.unsupported("this value for %"+string(letter)+" is not supported", "format a number")
	}
	precision := d.precision
	if precision < 0 {
		precision = 6
	}
	f.charge(precision)
	return d.signed("", fmt.Sprintf("%.*"+string(letter), precision, x))
}

// signed puts the sign and zeros before digits, and pads them.
func (d *directive) signed(prefix, digits string) string {
	sign := ""
	switch {
	case strings.HasPrefix(digits, "-"):
		sign, digits = "-", digits[1:]
	case d.plus:
		sign = "+"
	case d.space:
		sign = " "
	}
	if missing := d.width - len(sign) - len(prefix) - len(digits); d.zero && !d.minus && missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	return d.pad(sign + prefix + digits)
}

// cut keeps as many characters as the precision says.
func (d *directive) cut(s string) string {
	if d.precision < 0 || utf8.RuneCountInString(s) <= d.precision {
		return s
	}
	return string([]rune(s)[:d.precision])
}

func (d *directive) pad(s string) string {
	missing := strings.Repeat(" ", max(0, d.width-utf8.RuneCountInString(s)))
	if d.minus {
		return s + missing
	}
	return missing + s
}
