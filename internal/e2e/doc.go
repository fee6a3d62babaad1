// Package e2e holds the end-to-end tests: they build the kamal command and deploy
// with it to real hosts on this machine, which internal/playground makes.
//
// They run when KAMAL_E2E=1 is set, on Linux as root, as `make test` does where it
// can. Elsewhere they skip and say why. One playground serves all of them, so
// they run one after the other, and each begins with empty hosts.
package e2e
