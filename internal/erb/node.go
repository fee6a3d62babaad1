package erb

// A node is a piece of a parsed template that can be evaluated.
type node interface {
	eval(f *frame) value
}

type (
	seqNode     struct{ list []node }
	literalNode struct{ value value }
	textNode    struct{ parts []node } // a text with interpolations
	commandNode struct {
		text *textNode
		at   int
	}
	regexpNode struct {
		text  *textNode
		flags string
		at    int
	}
	groupNode struct{ number int } // $1
	listNode  struct{ items []node }
	pairNode  struct{ key, value node }
	hashNode  struct{ pairs []pairNode }
	rangeNode struct {
		from, to  node
		exclusive bool
	}

	variableNode struct {
		name string
		at   int
	}
	constantNode struct {
		name string
		at   int
	}
	assignNode struct {
		target, value node
	}
	opAssignNode struct {
		target, value node
		op            string
		at            int
	}

	callNode struct {
		recv  node // nil: a function
		name  string
		args  []node
		named *hashNode
		block *blockNode
		pass  string // the name in &:name
		safe  bool   // &.
		at    int
	}
	blockNode struct {
		params []param
		body   node
		jumps  bool // next or break stands in it
	}

	andNode  struct{ left, right node }
	orNode   struct{ left, right node }
	notNode  struct{ inner node }
	ifNode   struct{ cond, then, other node }
	caseNode struct {
		subject node
		whens   []whenNode
		other   node
		at      int
	}
	whenNode struct {
		values []node
		body   node
	}

	// A rescueNode is begin with rescue, else and ensure, or the modifier.
	rescueNode struct {
		body    node
		rescues []rescueClause
		other   node // what comes when nothing was raised; may be nil
		ensure  node // may be nil
	}
	rescueClause struct {
		classes []string // none for StandardError
		name    string   // the variable that takes the error, or empty
		body    node
		at      int
	}
	defNode struct {
		name   string
		params []param
		body   node
	}
	loopNode struct {
		cond  node
		until bool
		body  node
	}
	// A jumpNode is return, next or break.
	jumpNode struct {
		kind  string
		value node // nil for none
	}
	multiNode struct {
		targets []node
		values  []node
	}

	putTextNode struct {
		text string
		at   int
	}
	putValueNode struct {
		inner node
		at    int
	}
	// A guardedNode began in a YAML comment: an error in the comment puts nothing.
	guardedNode struct {
		inner node
		sets  []string // variables that get their first value here
	}
	// A problemNode stands for code that could not be parsed.
	problemNode struct{ problem *syntaxError }
)

// A param is a parameter of a block or a method: a name, or a list of parameters that take a list apart.
type param struct {
	name      string
	nested    []param
	otherwise node // its default; nil for none
}
