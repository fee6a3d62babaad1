#compdef kamal
# Completion of kamal for zsh: source <(kamal completion zsh) after compinit, or
# write it to a file _kamal in a folder of your fpath.
_kamal() {
	local line name
	local -a found
	for line in "${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" </dev/null 2>/dev/null)}"; do
		[[ -n $line ]] || continue
		name=${line%%$'\t'*}
		name=${name//:/\\:}
		if [[ $line == *$'\t'* ]]; then
			found+=("$name:${line#*$'\t'}")
		else
			found+=("$name")
		fi
	done
	_describe kamal found
}
if [[ $funcstack[1] == _kamal ]]; then
	_kamal "$@"
else
	compdef _kamal kamal
fi
