package config

// Builder is how the app's image is built.
type Builder struct {
	// Arches are the architectures to build for, as written; none means that of
	// the machine that builds.
	Arches []string
	// Remote is the docker endpoint of a remote builder, or empty.
	Remote string
	// Local says whether this machine builds at all.
	Local bool
	// LocalEndpoint is the docker endpoint of the local builder, or empty for
	// this machine's own (only the older form of the file can set it).
	LocalEndpoint string
	// LocalArch and RemoteArch are set where the older form of the file assigns an
	// architecture to a machine.
	LocalArch, RemoteArch string
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
	// CacheType says where layers are kept between builds: registry or gha, or empty
	// for nowhere. CacheOptions follow after a comma, as written, and CacheImage is the
	// reference of a registry's cache, server included.
	CacheType, CacheOptions, CacheImage string
	// SSH and Provenance are the values of buildx's options, or empty.
	SSH, Provenance string
	// SBOM is the value of buildx's --sbom; nil for none.
	SBOM *bool
	// PackBuilder is the builder of a build with Buildpacks, or empty.
	PackBuilder string
	Buildpacks  []string
}

const (
	dockerDriver  = "docker"
	cacheRegistry = "registry"
	cacheGHA      = "gha"
)
