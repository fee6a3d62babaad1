// Package e2e holds the end-to-end tests: they build the kamal command and deploy
// with it to real hosts on this machine, which internal/playground makes.
//
// They run when KAMAL_E2E=1 is set, on Linux as root, as `make test` does where it
// can. Elsewhere they skip and say why. One playground serves all of them. Each begins
// with empty hosts that it has for itself, so two run at a time; those that need more of the
// playground to themselves, like its registry, run alone before the others.
package e2e
