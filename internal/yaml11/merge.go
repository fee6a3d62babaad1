package yaml11

// Merge lays over on top of base: maps are merged key by key at every depth, anything else is
// replaced. Keys of base come first, in their order. Each value keeps the position it was written at;
// a merged map has that of over. Neither argument is changed; one that is nil yields the other.
func Merge(base, over *Node) *Node {
	switch {
	case base == nil:
		return over
	case over == nil:
		return base
	case base.Kind != Map || over.Kind != Map:
		return over
	}
	merged := *over
	merged.Map = make([]Pair, len(base.Map), len(base.Map)+len(over.Map))
	copy(merged.Map, base.Map)
	at := make(map[string]int, len(base.Map))
	for i, pair := range base.Map {
		at[pair.Key] = i
	}
	for _, pair := range over.Map {
		i, both := at[pair.Key]
		if !both {
			merged.Map = append(merged.Map, pair)
			continue
		}
		pair.Value = Merge(merged.Map[i].Value, pair.Value)
		merged.Map[i] = pair
	}
	return &merged
}
