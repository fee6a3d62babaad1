#!/usr/bin/env bash
# Makes all files of a release twice, from two fresh clones of what is committed, and tries
# what comes out: one hash both times, the archives and the deb of this platform, the pages of
# the manual, the completions. What a program is missing for here is said, and skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
os=$(go env GOOS) arch=$(go env GOARCH)

say() { echo "release-check: $*"; }
fail() { echo "release-check: FAILED: $*" >&2; exit 1; }
has() { command -v "$1" >/dev/null || { say "SKIPPED: $2, for $1 is not here"; return 1; }; }

# What is committed now, whatever happens meanwhile.
commit=$(git rev-parse HEAD)

# clone FOLDER: the commit, as on a machine that releases it.
clone() {
	git clone -q --no-hardlinks . "$1"
	git -C "$1" checkout -q --detach "$commit"
	git -C "$1" remote set-url origin https://github.com/kamal-go/kamal
	git -C "$1" tag -f v0.0.0 >/dev/null
}

# the_version PROGRAM: fails unless it knows its release.
the_version() {
	local got
	got=$("$1" version)
	[ "$got" = "v$version" ] || fail "$1 calls itself $got, not v$version"
}

# completes SHELL FILE: the shell loads the file and completes "kamal dep" with it.
completes() {
	case $1 in
	bash) bash -c "source '$2'; COMP_WORDS=(kamal dep) COMP_CWORD=1; _kamal kamal dep kamal; echo \"\${COMPREPLY[@]}\"" ;;
	fish) fish --no-config -c "source '$2'; complete -C 'kamal dep'" ;;
	zsh) zsh -fc "autoload -Uz compinit; compinit -D -u; source '$2'; _describe() { print -l \${(P)2}; }; words=(kamal dep); CURRENT=2; _kamal" ;;
	esac | grep -q '^deploy' || fail "$1 does not complete with $2"
}

# complete_in FOLDER-OF-COMPLETIONS FOLDER-OF-PROGRAM
complete_in() {
	local shell file
	for shell in bash fish zsh; do
		file=$1/kamal.$shell
		[ "$shell" != zsh ] || file=$1/_kamal
		! has "$shell" "its completion" || PATH=$2:$PATH completes "$shell" "$file"
	done
}

# read_manual FOLDER: man shows the pages, and has nothing to say against them.
read_manual() {
	has man "the manual" || return 0
	# Other programs of that name know other options.
	man --version | grep -q '^man 2\.' || { say "SKIPPED: the manual, for man is another one"; return 0; }
	local page trouble
	for page in kamal.1 kamal-deploy.1 kamal-config.5; do
		trouble=$(MANPAGER=cat man --warnings -E UTF-8 -l "$1/$page.gz" 2>&1 >"$work/page") || fail "man does not show $page"
		[ -z "$trouble" ] && grep -q NAME "$work/page" || fail "man says of $page: $trouble"
	done
}

# install_deb: into a root of its own, so that this machine stays as it is.
install_deb() {
	local root=$work/root deb
	deb=$(ls "$dist"/*_"$(dpkg --print-architecture)".deb)
	mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
	touch "$root/var/lib/dpkg/status"
	dpkg --root="$root" --force-not-root --log=/dev/null -i "$deb" >/dev/null
	the_version "$root/usr/bin/kamal"
	for file in man/man1/kamal-deploy.1.gz man/man5/kamal-config.5.gz bash-completion/completions/kamal zsh/vendor-completions/_kamal \
		fish/vendor_completions.d/kamal.fish doc/kamal/copyright; do
		[ -f "$root/usr/share/$file" ] || fail "the deb has no $file"
	done
	! has man "the manual" || MANPAGER=cat man -M "$root/usr/share/man" kamal-app-boot | grep -q 'kamal app boot' || fail "man does not find the pages of the deb"
	PATH=$root/usr/bin:$PATH completes bash "$root/usr/share/bash-completion/completions/kamal"
	dpkg --root="$root" --force-not-root --log=/dev/null -r kamal >/dev/null
	[ -z "$(find "$root" -path "$root/var" -prune -o -name "*kamal*" -print)" ] || fail "the deb leaves files behind"
}

# install_with_go: as anyone would, from a module proxy that has this commit as a release.
install_with_go() {
	local name=github.com/kamal-go/kamal as=v1.98.7 proxy=$work/proxy version=1.98.7
	mkdir -p "$proxy/$name/@v"
	git archive --format=zip --prefix="$name@$as/" -o "$proxy/$name/@v/$as.zip" "$commit" -- . ':!tools'
	git show "$commit:go.mod" >"$proxy/$name/@v/$as.mod"
	echo "{\"Version\":\"$as\"}" >"$proxy/$name/@v/$as.info"
	echo "$as" >"$proxy/$name/@v/list"
	# The module's cache is thrown away with the rest.
	(cd / && GOFLAGS=-modcacherw GOPROXY="file://$proxy,file://$(go env GOMODCACHE)/cache/download,$(go env GOPROXY)" \
		GONOSUMDB=$name GOMODCACHE=$work/modules GOBIN=$work/gobin go install "$name/cmd/kamal@latest") >"$work/install.log" 2>&1 ||
		{ cat "$work/install.log" >&2; fail "go install fails"; }
	the_version "$work/gobin/kamal"
}

# All of it is read before it begins, so that the script can be changed meanwhile.
main() {
	say "making the files of a release, twice: minutes, the first time"
	for copy in one two; do
		clone "$work/$copy"
		make -s -C "$work/$copy" release-snapshot >"$work/$copy.log" 2>&1 || { cat "$work/$copy.log" >&2; fail "it can't be made"; }
	done
	dist=$work/one/dist
	version=$(sed -n 's/.*"version":"\([^"]*\)".*/\1/p' "$dist/metadata.json")
	diff "$dist/checksums.txt" "$work/two/dist/checksums.txt" || fail "the same commit made other files"
	say "the same commit makes the same $(wc -l <"$dist/checksums.txt") files"

	say "sums, packages, lists"
	cp "$work/one/install.sh" "$dist" # goes up from where it is
	(cd "$dist" && sha256sum -c --quiet checksums.txt) || fail "a sum is wrong"
	for platform in linux darwin windows; do
		for cpu in amd64 arm64; do
			archive=$(ls "$dist"/kamal_*_"${platform}_$cpu".[tz]*)
			grep -q "$(sha256sum "$archive" | cut -d' ' -f1)" "$dist/homebrew/Casks/kamal.rb" "$dist/scoop/kamal.json" ||
				fail "neither Homebrew nor Scoop knows $archive"
			grep -q '"bomFormat": "CycloneDX"' "${archive%_*_*}_${platform}_$cpu.cdx.json" || fail "there is no list of what $archive is made of"
		done
	done
	for package in deb:amd64 deb:arm64 rpm:x86_64 rpm:aarch64 apk:x86_64 apk:aarch64; do
		ls "$dist"/kamal*"${package#*:}.${package%:*}" >/dev/null || fail "there is no $package"
	done

	say "the archive for $os/$arch"
	mkdir "$work/archive"
	tar -xzf "$dist/kamal_${version}_${os}_$arch.tar.gz" -C "$work/archive"
	the_version "$work/archive/kamal"
	complete_in "$work/archive/completions" "$work/archive"
	read_manual "$work/archive/man"
	if [ "$os" = linux ] && has ldd "whether the program is static"; then
		! ldd "$work/archive/kamal" >/dev/null 2>&1 || fail "the program needs libraries of the system"
	fi

	if has dpkg "the deb"; then
		say "the deb: installed, used, removed"
		install_deb
	fi
	if has rpm "the rpm"; then
		say "the rpm: $(rpm -qp --nosignature "$dist"/*x86_64.rpm)"
		rpm -K --nosignature "$dist"/*.rpm >/dev/null || fail "rpm does not take it"
	fi

	say "go install"
	install_with_go

	say "the script that installs"
	go test -count=1 ./packaging/... || fail "see above"
	if has curl "the script with the real archive"; then
		mkdir -p "$work/releases/latest"
		ln -s "$dist" "$work/releases/latest/download"
		KAMAL_RELEASES=file://$work/releases KAMAL_PREFIX=$work/prefix sh install.sh 2>/dev/null || fail "install.sh does not take the archive"
		the_version "$work/prefix/bin/kamal"
	fi

	say "not tried here: signatures and provenance, which the workflow's identity makes; the image, which the end-to-end tests build and run; uploads"
	say "passed"
}
main
