#compdef kamal
# Completion of kamal for zsh: source <(kamal completion zsh)
_kamal() {
	local line name
	local -a found
	for line in "${(@f)$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
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
compdef _kamal kamal
