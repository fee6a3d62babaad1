package secrets_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/kamal-go/kamal/kamal/secrets"
)

// A vault that answers offline; leave out Run to ask the real one.
var exampleVault = func(_ context.Context, args, _ []string) ([]byte, error) {
	fmt.Println("$", strings.Join(args, " "))
	return []byte(`{"DB_PASSWORD":{"computed":"hunter2"},"API_KEY":{"computed":"a b"}}`), nil
}

func ExampleFetcher_Fetch() {
	fetcher := secrets.Fetcher{Run: exampleVault}
	values, err := fetcher.Fetch(context.Background(), secrets.Request{
		Adapter: "doppler",
		From:    "web/production",
		Names:   []string{"DB_PASSWORD", "API_KEY"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(values)
	fmt.Println(values.Reveal())
	// Output:
	// $ doppler --version
	// $ doppler me --json
	// $ doppler secrets get DB_PASSWORD API_KEY --json -p web -c production
	// [REDACTED]
	// {"DB_PASSWORD":"hunter2","API_KEY":"a b"}
}

func ExampleFetcher_Inline() {
	fetcher := secrets.Fetcher{Run: exampleVault}
	fetched, _, err := fetcher.Inline(context.Background(), "kamal secrets fetch --adapter doppler --from web/production API_KEY")
	if err != nil {
		fmt.Println(err)
		return
	}
	value, _, err := fetcher.Inline(context.Background(), "kamal secrets extract API_KEY "+fetched)
	fmt.Println(value, err)
	// Output:
	// $ doppler --version
	// $ doppler me --json
	// $ doppler secrets get API_KEY --json -p web -c production
	// a b <nil>
}

func ExampleExtract() {
	value, err := secrets.Extract("KEY", `{"Production/Web/KEY":"hunter2"}`)
	fmt.Println(value, err)
	// Output: hunter2 <nil>
}
