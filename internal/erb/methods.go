package erb

import (
	"maps"
	"slices"
)

// newClasses returns the methods of all classes. The names of classes end in a dot for methods of the class itself.
func newClasses() map[string]methods {
	table := map[string]methods{
		"Object":     objectMethods(),
		"main":       mainMethods(),
		"NilClass":   nilMethods(),
		"String":     textMethods(),
		"Integer":    integerMethods(),
		"Array":      listMethods(),
		"Hash":       hashMethods(),
		"Range":      rangeMethods(),
		"Regexp":     patternMethods(),
		"ENV":        envMethods(),
		"Time":       timeMethods(),
		"URI":        addressMethods(),
		"Dir.":       folderMethods(),
		"Dotenv.":    {"load": {0, -1, dotenvLoad}},
		"File.":      fileMethods(),
		"JSON.":      {"parse": {1, 1, jsonParse}},
		"Time.":      clockMethods(),
		"URI.":       {"parse": {1, 1, addressParse}},
		"YAML.":      {"load_file": {1, 1, yamlLoadFile}},
		"Float":      floatMethods(),
		"Symbol":     symbolMethods(),
		"Enumerator": stepMethods(),
		"Exception":  failureMethods(),
		"MatchData":  matchMethods(),
	}
	maps.Copy(table, libraryMethods())
	maps.Copy(table, kamalMethods())
	return table
}

// constant returns a class or module, or ENV.
func (e *evaluator) constant(name string) value {
	if name == "ENV" {
		return environment{}
	}
	if name == "Kamal::VERSION" && e.opts.KamalVersion != "" {
		return e.opts.KamalVersion
	}
	_, isClass := e.classes[name+"."]
	_, isError := parents[name]
	if isClass || isError || slices.Contains(asked, name) {
		return constant(name)
	}
	instead := "ENV, File, Dir, YAML, JSON, URI, Time, Dotenv and Kamal::Secrets are supported"
	switch name {
	case "Rails":
		instead = "put what it gives into an environment variable and read it with ENV.fetch"
	case "RUBY_ENGINE", "RUBY_ENGINE_VERSION", "RUBY_VERSION":
		instead = `read the version from a file: File.read(".ruby-version").strip`
	}
	e.unsupported(name+" is not supported", instead)
	return nil
}

// asked are the classes that a value may be asked for.
var asked = []string{"String", "Integer", "Float", "Array", "Hash", "Symbol", "NilClass", "Range", "Regexp", "Numeric", "TrueClass", "FalseClass"}

// objectMethods are those that every value has.
func objectMethods() methods {
	self := method{0, 0, func(c *call) value { return c.self }}
	isA := method{1, 1, func(c *call) value {
		class, ok := c.arg(0).(constant)
		if !ok {
			c.unsupported("asking for this class is not supported", "compare values")
		}
		return c.isA(c.self, string(class))
	}}
	return methods{
		"itself":       self,
		"freeze":       self,
		"dup":          {0, 0, objectCopy},
		"clone":        {0, 0, objectCopy},
		"then":         {0, 0, func(c *call) value { return c.yield(c.self) }},
		"yield_self":   {0, 0, func(c *call) value { return c.yield(c.self) }},
		"tap":          {0, 0, func(c *call) value { c.yield(c.self); return c.self }},
		"in?":          {1, 1, func(c *call) value { return c.call(c.args[0], "include?", []value{c.self}, nil) }},
		"is_a?":        isA,
		"kind_of?":     isA,
		"instance_of?": isA,
		"===":          {1, 1, func(c *call) value { return c.covers(c.self, c.arg(0)) }},
		"eql?":         {1, 1, func(c *call) value { return className(c.self) == className(c.args[0]) && c.equal(c.self, c.args[0]) }},
		"nil?":         {0, 0, func(c *call) value { return c.self == nil }},
		"to_s":         {0, 0, func(c *call) value { return c.text(c.str(c.self)) }},
		"inspect":      {0, 0, func(c *call) value { return c.text(c.inspect(c.self)) }},
		"==":           {1, 1, func(c *call) value { return c.equal(c.self, c.args[0]) }},
		"blank?":       {0, 0, func(c *call) value { return c.blank() }},
		"present?":     {0, 0, func(c *call) value { return !c.blank() }},
		"presence":     {0, 0, objectPresence},
	}
}

func objectCopy(c *call) value {
	switch v := c.self.(type) {
	case *list:
		return &list{c.items(v)}
	case *hash:
		h := newHash()
		h.otherwise = v.otherwise
		for _, key := range v.keys {
			c.put(h, key, v.values[key])
		}
		return h
	}
	return c.self
}

// symbolMethods are those of symbols.
func symbolMethods() methods {
	size := method{0, 0, func(c *call) value { return len([]rune(string(c.self.(symbol)))) }}
	table := methods{"to_sym": {0, 0, func(c *call) value { return c.self }}, "length": size, "size": size}
	maps.Copy(table, orderMethods())
	return table
}

func rangeMethods() methods {
	table := eachMethods()
	maps.Copy(table, methods{
		"size":     {0, 0, func(c *call) value { return len(c.items(c.self)) }},
		"include?": {1, 1, func(c *call) value { return c.covers(c.self, c.arg(0)) }},
		"cover?":   {1, 1, func(c *call) value { return c.covers(c.self, c.arg(0)) }},
		"last":     {1, 1, func(c *call) value { return listLast(c.with(&list{c.items(c.self)})) }},
		"begin":    {0, 0, func(c *call) value { return c.self.(*span).from }},
		"end":      {0, 0, func(c *call) value { return c.self.(*span).to }},
		"step":     {1, 1, rangeStep},
	})
	return table
}

func rangeStep(c *call) value {
	n := c.argInt(0)
	if n < 1 {
		c.raise("ArgumentError", "step needs a number of at least 1")
	}
	for i, item := range c.items(c.self) {
		if i%n == 0 {
			c.yield(item)
		}
	}
	return c.self
}

func (c *call) blank() bool {
	switch v := c.self.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return isBlank(v)
	case *list, *hash:
		return sizeOf(v) == 0
	case int, float64, symbol:
		return false
	}
	c.unsupported(c.name+" of "+article(className(c.self))+" is not supported", "ask a text, a list or a hash")
	return false
}

func objectPresence(c *call) value {
	if c.blank() {
		return nil
	}
	return c.self
}

func nilMethods() methods {
	return methods{
		"to_f": {0, 0, func(*call) value { return 0.0 }},
		"to_i": {0, 0, func(*call) value { return 0 }},
		"to_a": {0, 0, func(*call) value { return &list{} }},
		"to_h": {0, 0, func(*call) value { return newHash() }},
		"=~":   {1, 1, func(*call) value { return nil }},
	}
}
