package secrets

import "strings"

// Options with a value, by their long names. Those that only matter to other commands are read and left alone.
var valueOptions = map[string]bool{
	"adapter": true, "account": true, "from": true,
	"version": true, "hosts": true, "roles": true, "config-file": true, "destination": true,
	"lock-wait-timeout": true, "lock-wait-interval": true,
}

var switches = map[string]bool{
	"inline": true, "verbose": true, "quiet": true, "primary": true, "skip-hooks": true, "hooks": true, "lock-wait": true,
}

var shortOptions = map[byte]string{
	'a': "adapter", 'h': "hosts", 'r': "roles", 'c': "config-file", 'd': "destination",
	'v': "verbose", 'q': "quiet", 'p': "primary", 'H': "skip-hooks",
}

// parseWords tells options, which may stand anywhere, from the other words. The last of equal options counts.
func parseWords(words []string) (args []string, options map[string]string, err error) {
	options = map[string]string{}
	for len(words) > 0 && err == nil {
		word := words[0]
		words = words[1:]
		switch {
		case word == "--":
			return append(args, words...), options, nil
		case strings.HasPrefix(word, "--"):
			words, err = longOption(word, words, options)
		case strings.HasPrefix(word, "-") && word != "-":
			words, err = shortOption(word, words, options)
		default:
			args = append(args, word)
		}
	}
	return args, options, err
}

// longOption takes the value from the word itself or from the words after it, and returns those that are left.
func longOption(word string, rest []string, options map[string]string) ([]string, error) {
	name, value, joined := strings.Cut(word[2:], "=")
	name = strings.ReplaceAll(name, "_", "-")
	switch {
	case isSwitch(name) && !joined:
		return rest, nil
	case !valueOptions[name]:
		return nil, usage("unknown option %q", "--"+name)
	case joined:
		options[name] = value
		return rest, nil
	}
	return optionValue(word, name, rest, options)
}

func isSwitch(name string) bool {
	bare := strings.TrimPrefix(strings.TrimPrefix(name, "no-"), "skip-")
	return switches[name] || switches[bare]
}

// shortOption reads one word of short options: joined switches, the last of which may take a value.
func shortOption(word string, rest []string, options map[string]string) ([]string, error) {
	for i := 1; i < len(word); i++ {
		name, ok := shortOptions[word[i]]
		switch {
		case !ok:
			return nil, usage("unknown option %q", "-"+word[i:i+1])
		case !valueOptions[name]:
			continue
		case i+1 < len(word):
			options[name] = strings.TrimPrefix(word[i+1:], "=")
			return rest, nil
		}
		return optionValue("-"+word[i:], name, rest, options)
	}
	return rest, nil
}

func optionValue(word, name string, rest []string, options map[string]string) ([]string, error) {
	if len(rest) == 0 || len(rest[0]) > 1 && rest[0][0] == '-' {
		return nil, usage("option %q has no value", word)
	}
	options[name] = rest[0]
	return rest[1:], nil
}
