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

// A param is a parameter of a block: a name, or a list of parameters that take a list apart.
type param struct {
	name   string
	nested []param
}
