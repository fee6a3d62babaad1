package erb

import "time"

// A value is what an expression has: nil, bool, int, float64, symbol, or one of the types below.
type value any

type (
	// text is a Ruby String, which can be changed in place.
	text struct{ s string }

	symbol string

	list struct{ items []value }

	// hash keeps the order in which its keys came.
	hash struct {
		keys     []value
		values   map[string]value
		fallback value // value of a missing key
		maker    *proc // makes the value of a missing key
		named    bool  // it holds the named arguments of a call
	}

	span struct {
		from, to  value
		exclusive bool
	}

	// proc is a block, lambda or method with the variables it sees.
	proc struct {
		block  *blockNode
		frame  *frame
		native func(args []value) value // in place of block
	}

	// constant is a class or module, such as File.
	constant string

	mainObject struct{}

	environment struct{}

	exception struct {
		class, message string
	}

	moment struct{ time.Time }

	// unset is the nil that reading an environment variable gave which is not set.
	unset struct {
		name string
		at   int
	}
)

func newHash() *hash {
	return &hash{values: map[string]value{}}
}

// plain turns every form of nil into nil itself.
func plain(v value) value {
	if _, ok := v.(unset); ok {
		return nil
	}
	return v
}

func truthy(v value) bool {
	v = plain(v)
	return v != nil && v != false
}

func newTexts(words []string) *list {
	l := &list{}
	for _, word := range words {
		l.items = append(l.items, &text{word})
	}
	return l
}

// className returns the name of a value's class.
func className(v value) string {
	switch v := plain(v).(type) {
	case nil:
		return "NilClass"
	case bool:
		if v {
			return "TrueClass"
		}
		return "FalseClass"
	case int:
		return "Integer"
	case float64:
		return "Float"
	case *text:
		return "String"
	case symbol:
		return "Symbol"
	case *list:
		return "Array"
	case *hash:
		return "Hash"
	case *span:
		return "Range"
	case *proc:
		return "Proc"
	case *pattern:
		return "Regexp"
	case *match:
		return "MatchData"
	case *address:
		return "URI"
	case *enumerator:
		return "Enumerator"
	case *status:
		return "Status"
	case moment:
		return "Time"
	case exception:
		return v.class
	case constant:
		return "Module"
	}
	return "Object"
}
