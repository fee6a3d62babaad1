# Completion of kamal for fish: kamal completion fish | source
function __kamal_complete
	set -l words (commandline -opc) (commandline -ct)
	$words[1] __complete -- $words[2..-1] </dev/null 2>/dev/null
end
complete -c kamal -f -a '(__kamal_complete)'
