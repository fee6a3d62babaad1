#!/bin/sh
# Installs kamal from its releases, for this account and without root:
#
#   curl -fsSL https://github.com/kamal-go/kamal/releases/latest/download/install.sh | sh
#
# KAMAL_VERSION   the version, such as v0.1.0 [the newest]
# KAMAL_PREFIX    where to: PREFIX/bin and PREFIX/share [~/.local, as root /usr/local]
# KAMAL_RELEASES  where from [https://github.com/kamal-go/kamal/releases]
#
# Nothing is installed whose checksum is not the one that the release names.
set -eu

releases=${KAMAL_RELEASES:-https://github.com/kamal-go/kamal/releases}

say() { printf '%s\n' "$*" >&2; }

fail() {
	say "install kamal: $1"
	[ -z "${2-}" ] || say "  $2"
	exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

system() {
	case $(uname -s) in
	Linux) echo linux ;;
	Darwin) echo darwin ;;
	MINGW* | MSYS* | CYGWIN*) fail "this script is not for Windows" "scoop install kamal, or unpack the zip file from $releases" ;;
	*) fail "there is no release for $(uname -s), but for Linux, macOS and Windows" "with Go: go install github.com/kamal-go/kamal/cmd/kamal@latest" ;;
	esac
}

processor() {
	case $(uname -m) in
	x86_64 | amd64) echo amd64 ;;
	aarch64 | arm64) echo arm64 ;;
	*) fail "there is no release for $(uname -m), but for amd64 and arm64" "with Go: go install github.com/kamal-go/kamal/cmd/kamal@latest" ;;
	esac
}

# fetch URL FILE
fetch() {
	if has curl; then
		curl -fsSL --retry 3 -o "$2" "$1"
	elif has wget; then
		wget -q -O "$2" "$1"
	else
		fail "neither curl nor wget is here" "install one of them, and try again"
	fi || fail "downloading $1 failed" "is the version right, and the network there? All versions: $releases"
}

# sum_of FILE
sum_of() {
	if has sha256sum; then
		sum=$(sha256sum "$1")
	elif has shasum; then
		sum=$(shasum -a 256 "$1")
	elif has openssl; then
		sum=$(openssl dgst -sha256 -r "$1")
	else
		fail "none of sha256sum, shasum and openssl is here, so nothing can be checked" "install one of them, and try again"
	fi
	echo "${sum%% *}"
}

# place FILE TARGET MODE: the new file takes the place of the old one at once.
place() {
	mkdir -p "$(dirname "$2")" && cp "$1" "$2.new" && chmod "$3" "$2.new" && mv -f "$2.new" "$2" ||
		fail "writing $2 failed" "choose another place: KAMAL_PREFIX=\$HOME/.local"
}

main() {
	os=$(system)
	cpu=$(processor)
	platform=${os}_$cpu
	has tar || fail "tar is not here" "install it, and try again"
	if [ -n "${KAMAL_PREFIX-}" ]; then
		prefix=$KAMAL_PREFIX
	elif [ "$(id -u)" = 0 ]; then
		prefix=/usr/local
	else
		prefix=${HOME:?is not set, and neither is KAMAL_PREFIX}/.local
	fi
	case ${KAMAL_VERSION:-latest} in
	latest) from=$releases/latest/download ;;
	v*) from=$releases/download/$KAMAL_VERSION ;;
	*) from=$releases/download/v$KAMAL_VERSION ;;
	esac

	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' HUP INT TERM
	fetch "$from/checksums.txt" "$work/checksums.txt"
	line=$(grep " kamal_[^ ]*_$platform\.tar\.gz\$" "$work/checksums.txt") ||
		fail "the release has no file for $platform" "look at $releases"
	want=${line%% *}
	archive=${line##* }
	say "Downloading $from/$archive"
	fetch "$from/$archive" "$work/$archive"
	got=$(sum_of "$work/$archive")
	[ "$got" = "$want" ] ||
		fail "the checksum of $archive is wrong: $got, not $want" "nothing was installed; try again, and if it stays so, tell us: the file is not the one that was released"

	mkdir "$work/files"
	tar -xzf "$work/$archive" -C "$work/files" || fail "unpacking $archive failed"
	# What can't be started here is not put in the place of what could.
	version=$("$work/files/kamal" version) || fail "the program does not start on this machine" "$(uname -a)"
	for page in "$work"/files/man/*; do
		section=${page%.gz}
		section=${section##*.}
		place "$page" "$prefix/share/man/man$section/${page##*/}" 644
	done
	place "$work/files/completions/kamal.bash" "$prefix/share/bash-completion/completions/kamal" 644
	place "$work/files/completions/kamal.fish" "$prefix/share/fish/vendor_completions.d/kamal.fish" 644
	place "$work/files/completions/_kamal" "$prefix/share/zsh/site-functions/_kamal" 644
	place "$work/files/kamal" "$prefix/bin/kamal" 755
	say "Installed kamal $version as $prefix/bin/kamal"
	case :$PATH: in
	*:"$prefix/bin":*) ;;
	*) say "It is not on your PATH yet: export PATH=\"$prefix/bin:\$PATH\"" ;;
	esac
}

# What was cut off on its way here does nothing: this is the last line.
main
