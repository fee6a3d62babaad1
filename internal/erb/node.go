package erb

// A node is a piece of a parsed template that can be evaluated.
type node interface {
	eval(f *frame) value
}

type (
	seqNode     struct{ list []node }
	literalNode struct{ value value }
	textNode    struct{ parts []node } // a text with interpolations
	plainNode   struct{ text string }  // a piece of a text
	commandNode struct {
		text *textNode
		at   int
	}
	symbolNode struct{ text *textNode }
	regexpNode struct {
		text  *textNode
		flags string
		at    int
	}
	listNode  struct{ items []node }
	splatNode struct {
		inner  node
		double bool
	}
	pairNode struct{ key, value node }
	hashNode struct {
		pairs []node
		named bool // written without braces, as the last argument of a call
	}
	rangeNode struct {
		from, to  node
		exclusive bool
		at        int
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
	spreadNode struct { // a, b = value
		targets []param
		value   node
	}

	callNode struct {
		recv  node // nil: a function
		name  string
		args  []node
		block *blockNode
		pass  node // &value
		safe  bool // &.
		at    int
	}
	blockNode struct {
		params []param
		body   node
		lambda bool
		at     int
	}
	defineNode struct {
		name string
		fn   *blockNode
	}

	andNode     struct{ left, right node }
	orNode      struct{ left, right node }
	notNode     struct{ inner node }
	ifNode      struct{ cond, then, other node }
	definedNode struct{ inner node }
	caseNode    struct {
		subject node
		whens   []whenNode
		other   node
		at      int
	}
	whenNode struct {
		values []node
		body   node
	}
	whileNode struct {
		cond, body node
		negate     bool
	}
	forNode struct {
		targets []param
		list    node
		body    node
		at      int
	}
	beginNode struct {
		body    node
		rescues []rescueNode
		other   node
		ensure  node
	}
	rescueNode struct {
		classes []node
		name    string
		body    node
	}
	jumpNode struct {
		kind  string // break, next, return
		value node
		loop  bool // it belongs to a while or for loop, not to a block
		at    int
	}
	yieldNode struct {
		args []node
		at   int
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
	guardedNode struct{ inner node }
)

// A param is a parameter of a block or method, or a target of a parallel assignment.
type param struct {
	name     string
	splat    bool
	nested   []param
	fallback node
	keyword  bool
	block    bool
}
