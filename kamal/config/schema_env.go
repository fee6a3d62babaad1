package config

import (
	"regexp"

	"github.com/kamal-go/kamal/internal/yaml11"
)

var (
	clearField = &field{
		name: "clear", shape: table, values: aText, about: "Variables whose values may be seen.", example: "\n  LOG_LEVEL: info\n  WORKERS: 4",
	}
	secretField = &field{
		name: "secret", shape: list, entries: bySecret, items: &field{shape: word, refuse: noSecretRef, says: "NAME or NAME:SECRET"}, formerly: []string{"secrets"},
		about: "Variables with the secret of the same name, or of the name after the colon.", example: "[ DATABASE_URL, TOKEN:SHOP_TOKEN ]",
	}
	tagField = &field{shape: table, fields: []*field{clearField, secretField}, values: aText}

	envField = &field{
		name: "env", shape: table, values: aText, formerly: []string{"environment"},
		fields: []*field{
			clearField, secretField,
			{
				name: "tags", shape: table, values: tagField, about: "Variables for hosts that have a tag.",
				example: "\n  east:\n    REGION: east\n  spare:\n    clear: { SPARE: \"1\" }\n    secret: [ SPARE_KEY ]",
			},
		},
		about: "The environment of the containers: names and values, or clear, secret and tags.",
	}
	roleEnvField = &field{
		name: "env", shape: table, values: aText, fields: []*field{clearField, secretField}, formerly: []string{"environment"},
		about: "The environment: names and values, or clear and secret.", example: "{ clear: { QUEUES: all } }",
	}
)

var secretRef = regexp.MustCompile(`^[^:]+(:[^:]+)?$`)

func noSecretRef(n *yaml11.Node) bool { return !secretRef.MatchString(n.Text) }
