package kamaltest

// Explored is [Explore], and tells what it went through.
var Explored = explore
