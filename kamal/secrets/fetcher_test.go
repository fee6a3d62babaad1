package secrets_test

import (
	"context"
	"errors"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/kamal/secrets"
)

// answering gives the same output to every call.
func answering(out string) func(context.Context, []string, []string) ([]byte, error) {
	return func(context.Context, []string, []string) ([]byte, error) { return []byte(out), nil }
}

var anAWSRequest = secrets.Request{Adapter: "aws_secrets_manager", Names: []string{"web"}}

func TestAdapters_AreListedInOrder(t *testing.T) {
	want := []string{
		"1password", "lastpass", "bitwarden", "bitwarden-sm", "aws_secrets_manager", "gcp_secret_manager", "doppler", "enpass", "passbolt",
	}
	if diff := cmp.Diff(want, secrets.Adapters()); diff != "" {
		t.Errorf("adapters (-want +got):\n%s", diff)
	}
	for _, name := range []string{"AWS_secrets_manager", "Doppler", "One_Password"} {
		_, err := new(secrets.Fetcher).Fetch(t.Context(), secrets.Request{Adapter: name, Names: []string{"A"}})
		if _, ok := errors.AsType[*secrets.UsageError](err); !ok {
			t.Errorf("adapter %q: want a usage error, got %v", name, err)
		}
	}
}

func TestFetch_MakesEqualRequestsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int32
		fetcher := secrets.Fetcher{Run: func(context.Context, []string, []string) ([]byte, error) {
			calls.Add(1)
			time.Sleep(time.Second)
			return []byte(`{"SecretValues":[{"Name":"web","SecretString":"s3cret"}]}`), nil
		}}
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				values, err := fetcher.Fetch(t.Context(), anAWSRequest)
				if err != nil || values.Reveal() != `{"web":"s3cret"}` {
					t.Errorf("got %s, %v", values.Reveal(), err)
				}
			})
		}
		wg.Wait()
		if got := calls.Load(); got != 2 {
			t.Errorf("want a version call and a fetch, got %d calls", got)
		}
		other := anAWSRequest
		other.Account = "prod"
		fetcher.Fetch(t.Context(), other)
		if got := calls.Load(); got != 4 {
			t.Errorf("want another request to be made, got %d calls in all", got)
		}
	})
}

func TestFetch_RemembersFailures(t *testing.T) {
	calls := 0
	fetcher := secrets.Fetcher{Run: func(context.Context, []string, []string) ([]byte, error) {
		calls++
		return nil, errors.New("exit status 1")
	}}
	_, first := fetcher.Fetch(t.Context(), anAWSRequest)
	_, second := fetcher.Fetch(t.Context(), anAWSRequest)
	if first == nil || first != second || calls != 1 {
		t.Errorf("want one failure, got %v and %v in %d calls", first, second, calls)
	}
	if program, ok := errors.AsType[*secrets.ProgramError](first); !ok || program.Program != "aws" {
		t.Errorf("want an error of aws, got %v", first)
	}
}

func TestFetch_IsMadeAgainWhenItsContextEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fetcher := secrets.Fetcher{Run: func(ctx context.Context, _, _ []string) ([]byte, error) {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(time.Minute):
				return []byte("{}"), nil
			}
		}}
		interrupted := errors.New("interrupted")
		leader, cancel := context.WithCancelCause(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := fetcher.Fetch(leader, anAWSRequest); !errors.Is(err, interrupted) {
				t.Errorf("want the cause, got %v", err)
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if _, err := fetcher.Fetch(t.Context(), anAWSRequest); err != nil {
				t.Errorf("follower: %v", err)
			}
		})
		impatient, stop := context.WithCancel(t.Context())
		wg.Go(func() {
			if _, err := fetcher.Fetch(impatient, anAWSRequest); !errors.Is(err, context.Canceled) {
				t.Errorf("want to be cancelled, got %v", err)
			}
		})
		synctest.Wait()
		stop()
		synctest.Wait()
		cancel(interrupted)
		wg.Wait()
	})
}

func TestFetch_GivesUpAtItsDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hanging := func(ctx context.Context, _, _ []string) ([]byte, error) {
			<-ctx.Done()
			return nil, errors.New("signal: killed")
		}
		for _, test := range []struct{ timeout, want time.Duration }{
			{0, 5 * time.Minute},
			{3 * time.Second, 3 * time.Second},
		} {
			start := time.Now()
			fetcher := secrets.Fetcher{Run: hanging, Timeout: test.timeout}
			_, err := fetcher.Fetch(t.Context(), anAWSRequest)
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != test.want {
				t.Errorf("want to give up after %s, got %v after %s", test.want, err, time.Since(start))
			}
		}
	})
}

func TestFetch_NeverLogsInTwiceAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var logins, most atomic.Int32
		fetcher := secrets.Fetcher{Run: func(_ context.Context, args, _ []string) ([]byte, error) {
			if slices.Contains(args, "verify") || slices.Contains(args, "project") {
				most.Store(max(most.Load(), logins.Add(1)))
				time.Sleep(time.Second)
				logins.Add(-1)
			}
			return []byte(`[]`), nil
		}}
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				fetcher.Fetch(t.Context(), secrets.Request{Adapter: "passbolt", Names: []string{"A" + strconv.Itoa(i)}})
			})
			wg.Go(func() {
				fetcher.Fetch(t.Context(), secrets.Request{Adapter: "bitwarden-sm", Names: []string{"id" + strconv.Itoa(i)}})
			})
		}
		wg.Wait()
		if got := most.Load(); got != 1 {
			t.Errorf("want one login at a time, got %d", got)
		}
	})
}

func TestFetch_WaitsForALoginOnlyUntilItsDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fetcher := secrets.Fetcher{Timeout: time.Minute, Run: func(ctx context.Context, args, _ []string) ([]byte, error) {
			if slices.Contains(args, "verify") {
				time.Sleep(time.Hour) // a program that does not listen
			}
			return []byte(`[]`), nil
		}}
		var wg sync.WaitGroup
		wg.Go(func() {
			fetcher.Fetch(t.Context(), secrets.Request{Adapter: "passbolt", Names: []string{"A"}})
		})
		synctest.Wait()
		start := time.Now()
		_, err := fetcher.Fetch(t.Context(), secrets.Request{Adapter: "passbolt", Names: []string{"B"}})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
		wg.Wait()
	})
}

func TestFetch_TypesItsErrors(t *testing.T) {
	missing := secrets.Fetcher{Run: func(context.Context, []string, []string) ([]byte, error) {
		return nil, exec.ErrNotFound
	}}
	_, err := missing.Fetch(t.Context(), anAWSRequest)
	want := &secrets.MissingProgramError{Program: "aws", Install: "the AWS command line"}
	got, _ := errors.AsType[*secrets.MissingProgramError](err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}

	_, err = new(secrets.Fetcher).Fetch(t.Context(), secrets.Request{Adapter: "lastpass", Names: []string{"A"}})
	if _, ok := errors.AsType[*secrets.UsageError](err); !ok {
		t.Errorf("want a usage error, got %v", err)
	}

	failing := secrets.Fetcher{Run: func(_ context.Context, args, _ []string) ([]byte, error) {
		if slices.Contains(args, "--version") {
			return nil, nil
		}
		return nil, errors.New("exit status 1")
	}}
	_, err = failing.Fetch(t.Context(), secrets.Request{Adapter: "lastpass", Account: "me", Names: []string{"A"}})
	if !errors.Is(err, secrets.ErrNotLoggedIn) {
		t.Errorf("want ErrNotLoggedIn, got %v", err)
	}

	damaged := secrets.Fetcher{Run: answering("[{\"key\":\"A\",\"value\":\"s3cret\xff\"}]")}
	_, err = damaged.Fetch(t.Context(), secrets.Request{Adapter: "bitwarden-sm", Names: []string{"all"}})
	if !errors.Is(err, secrets.ErrAnswer) || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("want ErrAnswer, got %v", err)
	}
}
