package erb

import "slices"

// A failure is a Ruby error as a value.
type failure struct{ *raised }

// parents are the classes above those of the errors that there are, below StandardError.
var parents = map[string]string{
	"KeyError": "IndexError", "IndexError": "", "NoMethodError": "NameError", "NameError": "", "TypeError": "", "ArgumentError": "",
	"RuntimeError": "", "IOError": "", "ZeroDivisionError": "", "StandardError": "", "Errno::ENOENT": "SystemCallError",
	"Errno::EACCES": "SystemCallError", "SystemCallError": "", "JSON::ParserError": "JSON::JSONError", "JSON::JSONError": "",
	"URI::InvalidURIError": "URI::Error", "URI::Error": "", "Psych::SyntaxError": "", "Dotenv::FormatError": "",
	"Kamal::ConfigurationError": "", "NotImplementedError": "",
}

// rescues tells whether a clause is for an error.
func (e *evaluator) rescues(clause *rescueClause, problem *raised) bool {
	if clause.classes == nil {
		return true
	}
	return slices.ContainsFunc(clause.classes, func(class string) bool {
		if _, known := parents[class]; !known && class != "Exception" {
			e.at = clause.at
			e.unsupported("rescuing "+class+" is not supported", "rescue StandardError")
		}
		return class == "Exception" || class == "StandardError" || class == problem.class || class == parents[problem.class]
	})
}

func failureMethods() methods {
	message := method{0, 0, func(c *call) value {
		problem := c.self.(failure)
		if !problem.own {
			c.unsupported("the words of this error are not supported", "write your own")
		}
		return c.text(problem.message)
	}}
	return methods{
		"message": message,
		"to_s":    message,
		"class":   {0, 0, func(c *call) value { return constant(c.self.(failure).class) }},
	}
}

func mainRaise(c *call) value {
	problem := &raised{class: "RuntimeError", message: "unhandled exception", at: c.at, own: true}
	args := c.args
	if len(args) > 0 {
		if class, ok := args[0].(constant); ok {
			problem.class, problem.message, args = string(class), string(class), args[1:]
		}
	}
	if len(args) > 0 {
		text, ok := plain(args[0]).(string)
		if !ok || len(args) > 1 {
			c.unsupported("this form of "+c.name+" is not supported", `write raise "what is wrong"`)
		}
		problem.message = text
	}
	panic(problem)
}
