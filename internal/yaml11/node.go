package yaml11

// Kind is what a value turned out to be.
type Kind int

// The kinds of a value. Date is a date or a point in time. A Symbol is text that was written with a
// colon in front.
const (
	Null Kind = iota
	Bool
	Int
	Float
	String
	Symbol
	Date
	List
	Map
)

// String names the kind as an error message would: "text", "list".
func (k Kind) String() string {
	names := [...]string{"nothing", "boolean", "number", "number", "text", "symbol", "date", "list", "map"}
	if k < 0 || int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}

// Node is one value of a document. Nodes that were written once and referred to by several aliases
// are shared, so a tree must not be changed.
type Node struct {
	Kind Kind
	// Text is the value as Ruby's to_s gives it: "420" for 0644, "3.1" for 3.10, "true" for yes, a
	// symbol without its colon, a point in time as written. It is empty for Null, List and Map.
	Text string
	// Raw is a plain scalar as written, before it was taken for a number or anything else. For other
	// scalars it equals their content.
	Raw string
	// Quoted says that the scalar stood in quotes or in a block, and so is text by intention.
	Quoted bool
	// Bool is the value of a Bool.
	Bool bool
	// Int is the value of an Int. Beyond 64 bits it is the nearest number that fits; Text is exact.
	Int int64
	// Float is the value of a Float, and of an Int.
	Float float64
	// List holds the entries of a List.
	List []*Node
	// Map holds the pairs of a Map in source order, without two of the same key.
	Map []Pair
	// Pos is where the value begins: the first key of a map, the sign before a block of text, the
	// alias for a value that is referred to. A value left out stands where its key does.
	Pos Position

	size   int
	height int
}

// Pair is a key and its value. KeyPos is where the key was written.
type Pair struct {
	Key    string
	KeyPos Position
	Value  *Node
}

// Get returns the value of a key, or nil where there is none, where n is no map, and where n is nil.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for i := range n.Map {
		if n.Map[i].Key == key {
			return n.Map[i].Value
		}
	}
	return nil
}

// Scalar says that the node is neither a list nor a map. Null is a scalar.
func (n *Node) Scalar() bool {
	return n != nil && n.Kind != List && n.Kind != Map
}
