package config

// Builder is how the app's image is built.
type Builder struct {
	// Arches are the architectures to build for, as written; none means that of
	// the machine that builds. [Builder.ArchesOn] gives them filled in.
	Arches []string
	// Remote is the docker endpoint of a remote builder, or empty.
	Remote string
	// Local says whether this machine builds at all.
	Local bool
	// LocalEndpoint is the docker endpoint of the local builder, or empty for
	// this machine's own (only the older form of the file can set it).
	LocalEndpoint string
	// Driver is buildx's [docker-container], docker, or "cloud ORG/NAME".
	Driver string
	// Context is the folder or address to build from; empty is a clone of the
	// git work tree.
	Context string
	// Dockerfile is its path in the context [Dockerfile].
	Dockerfile string
	// Target is a stage of the Dockerfile, or empty.
	Target string
	Args   Pairs
	// Secrets are the names of secrets that the build may mount.
	Secrets []string
	Cache   *Cache
	// SSH and Provenance are the values of buildx's options, or empty.
	SSH, Provenance string
	// SBOM is the value of buildx's --sbom; nil for none.
	SBOM *bool
	Pack *Pack

	// localArch and remoteArch are set where the older form of the file assigns an
	// architecture to a machine.
	localArch, remoteArch string
}

// Cache is a cache of build layers.
type Cache struct {
	// Type is registry or gha.
	Type string
	// Options follow after a comma, as written.
	Options string
	// Image is the reference of a registry cache, server included.
	Image string
}

// Pack is a build with buildpacks.
type Pack struct {
	Builder    string
	Buildpacks []string
}
