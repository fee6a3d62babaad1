package kamal

// Answer is a [Result] that is data as well as text.
type Answer[T any] struct {
	Result
	// Data is what Text says; zero where Err is why there is no answer.
	Data T
}

// read gives the function that makes answers of results, by reading their texts.
func read[T any](parse func(text string) T) func([]Result, error) ([]Answer[T], error) {
	return func(results []Result, err error) ([]Answer[T], error) {
		answers := make([]Answer[T], len(results))
		for i, r := range results {
			answers[i] = Answer[T]{Result: r, Data: parse(r.Text)}
		}
		return answers, err
	}
}
