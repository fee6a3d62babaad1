package erb

import (
	"math"
	"slices"
	"strings"
)

// classes are the constants that name a class or module.
var classes = []string{
	"String", "Symbol", "Integer", "Float", "Numeric", "Array", "Hash", "Range", "Regexp", "Proc", "NilClass", "TrueClass", "FalseClass",
	"Object", "Comparable", "Enumerable", "Kernel", "MatchData", "File", "IO", "Dir", "Time", "Date", "URI", "JSON", "YAML", "Psych",
	"Dotenv", "Shellwords", "JSON::ParserError", "URI::InvalidURIError",
}

// parents are the classes of errors and those above them.
var parents = map[string]string{
	"StandardError": "Exception", "ArgumentError": "StandardError", "IndexError": "StandardError", "KeyError": "IndexError",
	"NameError": "StandardError", "NoMethodError": "NameError", "RuntimeError": "StandardError", "FrozenError": "RuntimeError",
	"TypeError": "StandardError", "RangeError": "StandardError", "ZeroDivisionError": "StandardError", "IOError": "StandardError",
	"EOFError": "IOError", "RegexpError": "StandardError", "LocalJumpError": "StandardError", "StopIteration": "IndexError",
	"SystemCallError": "StandardError", "Errno::ENOENT": "SystemCallError", "Errno::EACCES": "SystemCallError",
	"NotImplementedError": "ScriptError", "ScriptError": "Exception", "LoadError": "ScriptError", "SystemExit": "Exception",
	"JSON::ParserError": "StandardError", "URI::InvalidURIError": "StandardError", "Psych::SyntaxError": "StandardError",
	"Dotenv::FormatError": "StandardError",
}

// isA tells whether a class of errors is another one or below it.
func isA(class, other string) bool {
	for class != "" {
		if class == other {
			return true
		}
		class = parents[class]
	}
	return false
}

func (e *evaluator) knows(name string) bool {
	_, isError := parents[name]
	return isError || slices.Contains(classes, name) || name == "ENV" || name == "Exception"
}

// constant returns the value of a constant.
func (e *evaluator) constant(name string) value {
	if v, ok := e.globals[name]; ok {
		return v
	}
	switch name {
	case "ENV":
		return environment{}
	case "File::SEPARATOR":
		return e.text("/")
	case "Float::INFINITY":
		return math.Inf(1)
	case "RUBY_ENGINE", "RUBY_ENGINE_VERSION", "RUBY_VERSION":
		e.unsupported(name+" has no value without Ruby", `read the version from a file: File.read(".ruby-version").strip`)
	}
	if e.knows(name) {
		return constant(name)
	}
	known := "ENV, File, Dir, YAML, JSON, URI, Time and Dotenv are supported"
	if strings.HasPrefix(name, "Rails") {
		known = "put what it gives into an environment variable and read it with ENV.fetch"
	}
	e.unsupported(name+" is not supported", known)
	return nil
}

func moduleMethods() methods {
	return methods{
		"===":  {1, 1, func(c *call) value { return instanceOf(className(c.arg(0)), string(c.self.(constant))) }, false},
		"name": {0, 0, func(c *call) value { return c.text(string(c.self.(constant))) }, false},
		"new":  {0, -1, moduleNew, false},
	}
}

// moduleNew makes a new error; other classes have nothing to make.
func moduleNew(c *call) value {
	class := string(c.self.(constant))
	if _, ok := parents[class]; !ok {
		c.unsupported(class+".new is not supported", "use plain texts, lists and hashes")
	}
	message := class
	if len(c.args) > 0 {
		message = c.str(c.arg(0))
	}
	return exception{class, message}
}
