package config

// Accessory is a container that the app needs beside itself, such as a
// database. A deploy leaves it alone.
type Accessory struct {
	// Name is its key in the configuration.
	Name string
	// ContainerName is the name of its container, its service label, its folder
	// on the host, and its service name in the proxy.
	ContainerName string
	// Image is the whole reference, its own registry's server included.
	Image string
	// Registry is the one to log in to for the image: its own, or else the app's.
	Registry Registry
	Hosts    []Host
	// Publish is the value of docker's --publish, or empty.
	Publish string
	// Cmd is the command line in place of the image's own, or empty.
	Cmd string
	// Options are docker's, without restart.
	Options DockerOptions
	// Restart is the restart policy [unless-stopped].
	Restart string
	// Labels are its own; service is not among them.
	Labels Pairs
	// Env is its own alone, without tags.
	Env Env
	// Volumes are passed as written, before those of files and directories.
	Volumes []string
	Files   []Mount
	// Directories are made on the host.
	Directories []Mount
	// Network is the one that is set, or empty for its host's default.
	Network string
	// Proxied reports whether it is behind kamal-proxy.
	Proxied bool
	// Proxy is how kamal-proxy serves it. Nothing of the top's is in it.
	Proxy Proxy

	ownRegistry bool
}

// Mount is a file or directory of an accessory that its container sees.
type Mount struct {
	// Local is a path on this machine (files), or on the host (directories).
	Local string
	// Remote is the path in the container.
	Remote string
	// Mode and Owner are given to chmod and chown; empty leaves them alone.
	Mode, Owner string
	// Options are those of docker's --volume, or empty.
	Options string
}
