package config

var builderField = &field{
	name: "builder", needed: true, shape: table, about: "How the image is built.",
	fields: []*field{
		{
			name: "arch", needed: true, shape: word | list, forms: archForms, items: aWord, formerly: []string{"platform", "architecture"},
			about: "The architecture to build for, or a list of them.", example: "[ amd64, arm64 ]",
		},
		{
			name: "remote", shape: word | flag | table, fields: machineFields,
			about: "The docker endpoint of a machine that builds for architectures that are not this machine's.", example: "ssh://builder@192.0.2.50",
			or: "{ arch: arm64, host: \"ssh://builder@192.0.2.50\" }",
		},
		{
			name: "local", shape: flag | table, fields: machineFields, preset: "true",
			about: "Whether this machine builds too; false needs remote.", example: "true", or: "{ arch: amd64 }",
		},
		{
			name: "driver", shape: word, preset: "docker-container", refuse: isEmpty, says: "docker-container, docker or cloud ORG/NAME",
			about: "The driver of docker buildx: docker-container, docker, or cloud ORG/NAME.", example: "docker-container",
		},
		{
			name: "context", shape: word, otherwise: "a fresh clone of the git repository", about: "The folder to build from, uncommitted changes included.", example: ".",
		},
		{name: "dockerfile", shape: word, preset: "Dockerfile", about: "The path of the Dockerfile.", example: "docker/app.dockerfile"},
		{name: "target", shape: text, about: "The stage of the Dockerfile to build.", example: "production"},
		{name: "args", shape: table, values: aNullable, about: "Build arguments; they can be seen in the image.", example: "{ RUBY_VERSION: 3.4.1 }"},
		{name: "secrets", shape: list, items: aWord, entries: byText, formerly: []string{"secret"}, about: "Names of secrets that the build may mount.", example: "[ GITHUB_TOKEN ]"},
		{
			name: "cache", shape: table, about: "Where layers are kept between builds.",
			fields: []*field{
				{name: "type", shape: text, oneOf: []string{cacheRegistry, cacheGHA}, about: "registry, or gha in GitHub's workflows.", example: "registry"},
				{name: "options", shape: text, about: "Further options of the cache, with commas between.", example: "mode=max"},
				{name: "image", shape: word, otherwise: "IMAGE-build-cache", about: "The image that holds a registry's cache.", example: "acme/shop-cache"},
			},
		},
		{name: "ssh", shape: word, about: "The ssh agent or keys that the build may use.", example: "default=/tmp/agent.sock"},
		{name: "provenance", shape: text, about: "The provenance attestation of the image.", example: "mode=max"},
		{name: "sbom", shape: flag, about: "Whether the image gets a bill of materials.", example: "true"},
		{
			name: "pack", shape: table, about: "Builds with buildpacks in place of a Dockerfile, for one architecture.", instead: true,
			fields: []*field{
				{name: "builder", shape: word, required: true, about: "The builder's image.", example: "example/builder:24"},
				{name: "buildpacks", shape: list, items: aWord, entries: byChoice, about: "The buildpacks.", example: "[ example/ruby, example/procfile ]"},
			},
		},
		{
			name: "multiarch", shape: flag, forms: archForms, about: "Older form: false builds for this machine's architecture, with the docker driver.", example: "false", instead: true, older: true,
		},
	},
}

// machineFields are the keys of the older form of remote and local.
var machineFields = []*field{
	{name: "arch", shape: word, about: "Older form: the architecture that is built there.", example: "arm64"},
	{name: "host", shape: word, about: "Older form: the docker endpoint.", example: "ssh://builder@192.0.2.50"},
}
