# Process 1 of the deploying machine's engine and registry. Argument: their data folder.
set -eu
read -r _
mount --make-rprivate /
mount -t proc proc /proc
docker-registry serve "$1/registry.yml" >"$1/registry.log" 2>&1 &
dockerd --config-file "$1/daemon.json" >"$1/dockerd.log" 2>&1 &
wait
