package erb

// newClasses returns the methods of all classes. The names of classes end in a dot for methods of the class itself.
func newClasses() map[string]methods {
	return map[string]methods{
		"Object":   objectMethods(),
		"main":     mainMethods(),
		"NilClass": nilMethods(),
		"String":   textMethods(),
		"Integer":  integerMethods(),
		"Array":    listMethods(),
		"Hash":     hashMethods(),
		"Range":    eachMethods(),
		"Regexp":   patternMethods(),
		"ENV":      envMethods(),
		"Time":     timeMethods(),
		"URI":      addressMethods(),
		"Dir.":     folderMethods(),
		"Dotenv.":  {"load": {0, -1, dotenvLoad}},
		"File.":    fileMethods(),
		"JSON.":    {"parse": {1, 1, jsonParse}},
		"Time.":    clockMethods(),
		"URI.":     {"parse": {1, 1, addressParse}},
		"YAML.":    {"load_file": {1, 1, yamlLoadFile}},
	}
}

// constant returns a class or module, or ENV.
func (e *evaluator) constant(name string) value {
	if name == "ENV" {
		return environment{}
	}
	if _, ok := e.classes[name+"."]; ok {
		return constant(name)
	}
	instead := "ENV, File, Dir, YAML, JSON, URI, Time and Dotenv are supported"
	switch name {
	case "Rails":
		instead = "put what it gives into an environment variable and read it with ENV.fetch"
	case "RUBY_ENGINE", "RUBY_ENGINE_VERSION", "RUBY_VERSION":
		instead = `read the version from a file: File.read(".ruby-version").strip`
	}
	e.unsupported(name+" is not supported", instead)
	return nil
}

// objectMethods are those that every value has.
func objectMethods() methods {
	return methods{
		"nil?":     {0, 0, func(c *call) value { return c.self == nil }},
		"to_s":     {0, 0, func(c *call) value { return c.text(c.str(c.self)) }},
		"inspect":  {0, 0, func(c *call) value { return c.text(c.inspect(c.self)) }},
		"==":       {1, 1, func(c *call) value { return c.equal(c.self, c.args[0]) }},
		"blank?":   {0, 0, func(c *call) value { return c.blank() }},
		"present?": {0, 0, func(c *call) value { return !c.blank() }},
		"presence": {0, 0, objectPresence},
	}
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
		"to_i": {0, 0, func(*call) value { return 0 }},
		"to_a": {0, 0, func(*call) value { return &list{} }},
		"to_h": {0, 0, func(*call) value { return newHash() }},
		"=~":   {1, 1, func(*call) value { return nil }},
	}
}

// orderMethods are those of values that have an order.
func orderMethods() methods {
	order := func(accept func(int) bool) method {
		return method{1, 1, func(c *call) value { return accept(c.order(c.self, c.args[0])) }}
	}
	return methods{
		"<":  order(func(n int) bool { return n < 0 }),
		"<=": order(func(n int) bool { return n <= 0 }),
		">":  order(func(n int) bool { return n > 0 }),
		">=": order(func(n int) bool { return n >= 0 }),
	}
}
