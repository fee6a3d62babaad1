package erb

// textScan gives all places that a pattern or a text fits: what was found, or its groups.
func textScan(c *call) value {
	l := &list{}
	for _, m := range c.matches() {
		found := m.groups(c)
		if len(m.spans) == 2 {
			l.items = append(l.items, c.text(m.at(0)))
		} else {
			l.items = append(l.items, &list{found})
		}
	}
	if c.block == nil {
		return l
	}
	for _, item := range l.items {
		c.yield(item)
	}
	return c.self
}

// groups are what the groups of a match found; nil for those that took no part.
func (m *match) groups(c *call) []value {
	var found []value
	for i := 1; i < len(m.spans)/2; i++ {
		found = append(found, c.group(m, i))
	}
	return found
}

func textMatch(c *call) value {
	if m := c.find(c.patternAt(c.arg(0)), c.s()); m != nil {
		return m
	}
	return nil
}

func matchMethods() methods {
	return methods{
		"[]":         {1, 1, func(c *call) value { return c.group(c.self.(*match), c.optCount(0, 0)) }},
		"captures":   {0, 0, func(c *call) value { return &list{c.self.(*match).groups(c)} }},
		"to_s":       {0, 0, func(c *call) value { return c.text(c.self.(*match).at(0)) }},
		"to_a":       {0, 0, func(c *call) value { m := c.self.(*match); return &list{append([]value{m.at(0)}, m.groups(c)...)} }},
		"pre_match":  {0, 0, func(c *call) value { m := c.self.(*match); return c.text(m.text[:m.spans[0]]) }},
		"post_match": {0, 0, func(c *call) value { m := c.self.(*match); return c.text(m.text[m.spans[1]:]) }},
	}
}
