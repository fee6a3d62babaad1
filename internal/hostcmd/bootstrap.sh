# Makes docker usable on a host, for any POSIX shell:  sh -s -- ACTION [OS-RELEASE [SBIN]]
# It prints what it does, and may be run again.
set -u

release=${2:-/etc/os-release}
# The programs of administrators, which sudo finds, are not on everyone's path.
if [ "$(id -u)" -ne 0 ]; then PATH=$PATH:${3:-/usr/local/sbin:/usr/sbin:/sbin}; fi
script=https://get.docker.com
user=$(id -un)
socket=/var/run/docker.sock

say() { printf '%s\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }

# as_root runs a program as root, and never asks for a password.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@" </dev/null
	else
		sudo -n "$@" </dev/null
	fi
}

rights() {
	if [ "$(id -u)" -eq 0 ]; then
		say root
	elif ! has sudo; then
		say none
	elif sudo -n true </dev/null >/dev/null 2>&1 || sudo -nl usermod </dev/null >/dev/null 2>&1; then
		say sudo
	else
		say password
	fi
}

# distribution prints the name that the system gives itself, and those it is like.
distribution() { sed -n 's/^ID=//p; s/^ID_LIKE=//p' "$release" 2>/dev/null | tr '"\n' '  '; }

# package prints the program that installs packages here, and the package that is
# docker: nothing where there is none.
package() {
	if has apt-get; then
		case $(rights) in
		root | sudo) # dpkg refuses to work where it does not find these
			as_root sh -c 'command -v ldconfig && command -v start-stop-daemon' >/dev/null 2>&1 || return 0
			;;
		esac
		say apt-get docker.io
	elif has apk; then
		say apk docker
	elif has dnf || has yum; then
		tool=dnf
		has dnf || tool=yum
		case " $(distribution) " in
		*" amzn "*) say "$tool" docker ;;
		*" rhel "* | *" centos "*) ;; # docker is podman there
		*" fedora "*) say "$tool" moby-engine ;;
		esac
	elif has zypper; then
		say zypper docker
	elif has pacman; then
		say pacman docker
	fi
}

# installation prints the line that installs a package.
installation() {
	case $1 in
	apt-get) say "apt-get install -y $2" ;;
	apk) say "apk add $2" ;;
	dnf | yum) say "$1 install -y $2" ;;
	zypper) say "zypper --non-interactive install $2" ;;
	pacman) say "pacman -Sy --noconfirm --needed $2" ;;
	esac
}

# manager prints what starts services here.
manager() {
	if has systemctl && systemctl show --property=Version >/dev/null 2>&1; then
		say systemd
	elif has rc-service; then
		say openrc
	elif has service; then
		say service
	fi
}

# starting prints the lines that start docker, now and with the system.
starting() {
	case $(manager) in
	systemd) say "systemctl enable --now docker" ;;
	openrc) say "rc-update add docker default" && say "rc-service docker start" ;;
	service)
		has update-rc.d && say "update-rc.d docker defaults"
		has chkconfig && say "chkconfig docker on"
		say "service docker start"
		;;
	esac
}

# foreign_socket tells whether the group docker has no say on the daemon's socket.
foreign_socket() { [ -S $socket ] && [ "$(stat -L -c %G $socket)" != docker ]; }

look() {
	say "user $user"
	say "rights $(rights)"
	for group in $(id -nG "$user" 2>/dev/null); do
		if [ "$group" = docker ]; then say "member yes"; fi
	done
	found=$(package)
	if [ -n "$found" ]; then
		# shellcheck disable=SC2086
		say "line $(installation $found)"
	else
		say "line sh -c 'curl -fsSL $script -o get-docker.sh && sh get-docker.sh'"
	fi
	lines=$(starting | tr '\n' ';' | sed 's/;$//; s/;/ \&\& /g')
	say "line ${lines:-service docker start}"
	if id -nG "$user" 2>/dev/null | grep -qw docker && foreign_socket; then
		say "line chgrp docker $socket"
	elif has apk; then
		say "line addgroup $user docker"
	else
		say "line usermod -aG docker $user"
	fi
}

# run prints a line, and runs it as root.
run() {
	say "running $*"
	as_root "$@"
}

install() {
	found=$(package)
	if [ -n "$found" ]; then
		say "installing docker from the system's packages"
		case $found in
		apt-get*)
			run apt-get update -q || say "not all lists of packages could be read"
			run env DEBIAN_FRONTEND=noninteractive apt-get install -y -q docker.io && has docker && return
			;;
		*)
			# shellcheck disable=SC2086,SC2046
			run $(installation $found) && has docker && return
			;;
		esac
		say "that did not bring docker"
	fi
	install_by_script
}

# install_by_script runs the script of docker's makers: only when all of it is here,
# and it is one.
install_by_script() {
	say "installing docker with the script from $script"
	file=$(mktemp) || return 1
	trap 'rm -f "$file"' EXIT
	if has curl; then
		curl -fsSL "$script" >"$file"
	elif has wget; then
		wget -q -O - "$script" >"$file"
	else
		say "neither curl nor wget is here to fetch it with" >&2
		return 1
	fi || {
		say "the script could not be fetched whole: nothing of it was run" >&2
		return 1
	}
	case $(head -c 1 "$file") in
	'' | '<')
		say "what came is no script: nothing of it was run" >&2
		return 1
		;;
	esac
	if ! sh -n "$file"; then
		say "the script that came is damaged: nothing of it was run" >&2
		return 1
	fi
	run sh "$file"
}

start() {
	if [ -z "$(manager)" ]; then
		say "nothing is here that starts services: start dockerd by hand" >&2
		return 1
	fi
	lines=$(starting)
	while read -r line; do
		# shellcheck disable=SC2086
		run $line || return 1
	done <<LINES
$lines
LINES
	tries=0
	until as_root docker version >/dev/null 2>&1; do
		tries=$((tries + 1))
		if [ $tries -ge 30 ]; then
			say "docker was started, and does not answer" >&2
			return 1
		fi
		sleep 1
	done
}

join() {
	if ! grep -q '^docker:' /etc/group && ! getent group docker >/dev/null 2>&1; then
		run groupadd docker 2>/dev/null || run addgroup docker || return 1
	fi
	run usermod -aG docker "$user" 2>/dev/null || run addgroup "$user" docker || return 1
	if foreign_socket; then run chgrp docker $socket; fi
}

case $1 in
look | install | start | join) "$1" ;;
esac
