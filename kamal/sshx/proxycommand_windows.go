package sshx

const execPrefix = ""
