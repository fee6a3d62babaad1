package erb

import "maps"

// newTables returns the methods of all classes. The names of classes end in a dot for methods of the class itself.
func newTables() map[string]methods {
	return map[string]methods{
		"Object":     objectMethods(),
		"Comparable": comparableMethods(),
		"main":       joinTables(mainMethods(), conversionMethods()),
		"String": joinTables(
			textMethods(), textQueryMethods(), textCutMethods(), textCaseMethods(), textPatternMethods(), textChangeMethods(),
		),
		"Symbol":      symbolMethods(),
		"Integer":     integerMethods(),
		"Float":       floatMethods(),
		"Numeric":     numericMethods(),
		"Array":       joinTables(listMethods(), listCutMethods(), listChangeMethods()),
		"Enumerable":  joinTables(eachMethods(), findMethods(), orderMethods(), groupMethods()),
		"Hash":        joinTables(hashMethods(), hashPickMethods(), hashChangeMethods()),
		"Range":       rangeMethods(),
		"Regexp":      patternMethods(),
		"MatchData":   matchMethods(),
		"Proc":        procMethods(),
		"Enumerator":  enumeratorMethods(),
		"Status":      statusMethods(),
		"YAML.":       yamlMethods(),
		"Psych.":      yamlMethods(),
		"Dotenv.":     dotenvMethods(),
		"Exception":   exceptionMethods(),
		"ENV":         joinTables(envMethods(), envChangeMethods()),
		"Module":      moduleMethods(),
		"File.":       joinTables(fileMethods(), fileNameMethods()),
		"Dir.":        folderMethods(),
		"IO.":         fileMethods(),
		"Time":        timeMethods(),
		"Time.":       clockMethods(),
		"Date.":       dateMethods(),
		"URI":         addressMethods(),
		"URI.":        addressModuleMethods(),
		"JSON.":       jsonMethods(),
		"Shellwords.": shellMethods(),
		"Array.":      listModuleMethods(),
		"Hash.":       hashModuleMethods(),
		"String.":     textModuleMethods(),
		"Regexp.":     patternModuleMethods(),
	}
}

func joinTables(tables ...methods) methods {
	all := methods{}
	for _, table := range tables {
		maps.Copy(all, table)
	}
	return all
}
