package kamal

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
)

// caught is a panic of one goroutine that goes on in another. Without a value it is
// the end of the goroutine, as tests end theirs.
type caught struct {
	value any
	stack []byte
}

// catch calls a function, and hands on its panic.
func catch(call func(), panicked func(*caught)) {
	returned := false
	defer func() {
		if value := recover(); !returned {
			panicked(&caught{value, debug.Stack()})
		}
	}()
	call()
	returned = true
}

// again goes on with a panic, or does nothing where there is none.
func (c *caught) again() {
	if c == nil {
		return
	}
	if c.value == nil {
		runtime.Goexit()
	}
	if err, ok := c.value.(runtime.Error); ok {
		panic(&panicError{err, c.stack})
	}
	panic(c.value)
}

// panicError is a panic that says where it began: the mistake of a program shows by
// the line it is in, and not by its text.
type panicError struct {
	error
	stack []byte
}

// Error gives the stack, too.
func (e *panicError) Error() string { return fmt.Sprintf("%v\n\n%s", e.error, e.stack) }

// Unwrap gives what the panic was.
func (e *panicError) Unwrap() error { return e.error }

// aside runs a function on a goroutine of its own. The function it gives waits for the
// end of that, and goes on with its panic.
func aside(fn func() error) (wait func() error) {
	var err error
	var panicked *caught
	var done sync.WaitGroup
	done.Go(func() { catch(func() { err = fn() }, func(c *caught) { panicked = c }) })
	return func() error {
		done.Wait()
		panicked.again()
		return err
	}
}
