# Completion of kamal for bash: source <(kamal completion bash)
_kamal() {
	local found
	COMPREPLY=()
	while IFS=$'\t' read -r found _; do
		COMPREPLY+=("$found")
	done < <("$1" __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" </dev/null 2>/dev/null)
	[[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == */ ]] && compopt -o nospace
}
complete -F _kamal kamal
