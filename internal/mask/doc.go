// Package mask puts a mark in place of secrets in texts that people and logs see.
//
// It finds a secret of four bytes or more as it is, and each of its lines of
// eight or more; and these escaped for URLs, JSON, HTML, shells and Go, in
// hexadecimal digits, and in base64 of either alphabet, also as a part of a longer
// text, and with lines broken anywhere. A [Stream] finds them across the pieces
// in which a text comes.
//
// What it does not find: secrets that were compressed, encrypted or hashed,
// reversed, cut up, or encoded twice, and characters apart from each other, as od
// and hexdump show them.
package mask
