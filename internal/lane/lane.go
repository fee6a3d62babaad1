// Package lane tells apart, by the context, what is done at once on one host, such as
// booting several roles: commands of one lane come one after the other, and lanes
// have an order, while the commands of all of them mix as it happens.
package lane

import "context"

type key struct{}

// With gives a context for the n-th of the things that are done at once, counted from 1.
func With(ctx context.Context, n int) context.Context { return context.WithValue(ctx, key{}, n) }

type besideKey struct{}

// Beside gives a context for a step that is carried out while others are.
func Beside(ctx context.Context, step string) context.Context {
	return context.WithValue(ctx, besideKey{}, step)
}

// Step is the step of a context that is carried out while others are; empty for
// others.
func Step(ctx context.Context) string {
	step, _ := ctx.Value(besideKey{}).(string)
	return step
}

// Of is the lane of a context, or zero where nothing else is done at once.
func Of(ctx context.Context) int {
	n, _ := ctx.Value(key{}).(int)
	return n
}
