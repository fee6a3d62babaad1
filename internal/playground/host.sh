# Process 1 of a host. Arguments: its name, its address, the folder of its data.
set -eu
read -r _ # until the network is plugged in
mount --make-rprivate /
mount -t proc proc /proc
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/host /run/sshd /run/lock
mount --bind "$3" /run/host
mount -t tmpfs -o mode=700,size=64m tmpfs /root
mount -t tmpfs -o mode=755,size=64m tmpfs /home
if [ -d /run/host/kept ]; then
	cp -a /run/host/kept/root /run/host/kept/home / # after a restart
	rm -rf /run/host/kept
fi
if ! [ -d /run/host/etc ]; then
	cp -a /etc /run/host/etc
	cd /run/host
	cp --preserve=mode passwd shadow hosts etc
	cat group >>etc/group
	install -D -m 440 sudoers etc/sudoers.d/playground
	install -D -m 755 docker.service etc/init.d/docker
fi
mount --bind /run/host/etc /etc
for account in deploy newcomer guest; do
	install -d -m 700 -o $account -g "$(id -gn $account)" /home/$account
done
hostname "$1"
ip link set lo up
ip address add "$2" dev eth0
ip link set eth0 up
cd /root
sh /run/host/sshd.sh &
sh /run/host/dockerd.sh &
sleep infinity & # the host goes on without them
wait
