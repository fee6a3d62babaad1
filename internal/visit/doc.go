// Package visit asks an app for a page, as its users do, and says in one line what
// came of it.
//
//	if a, ok := visit.Of(cfg); ok {
//		fmt.Println(a.Visit(ctx)) // https://app.example.com answers 200
//	}
//
// It only looks: whatever it finds, nothing fails for it.
package visit
