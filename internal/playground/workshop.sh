# Process 1 of the deploying machine's engine and registry. Argument: their data folder.
set -eu
read -r _
mount --make-rprivate /
mount -t proc proc /proc
sh "$1/registry.sh" &
dockerd --config-file "$1/daemon.json" >"$1/dockerd.log" 2>&1 &
sleep infinity & # the engine goes on without the registry
wait
