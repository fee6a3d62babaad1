package ttytest

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// Terminal is one with a program in it.
type Terminal struct {
	keyboard *os.File
	cmd      *exec.Cmd

	mu   sync.Mutex
	text strings.Builder
	news chan struct{}
}

// Start starts a program in a terminal of this size. What it shows is logged where the
// test fails.
func Start(t *testing.T, cmd *exec.Cmd, rows, columns uint16) *Terminal {
	t.Helper()
	main, screen, err := openTerminal()
	if err != nil {
		t.Fatal(err)
	}
	term := &Terminal{keyboard: main, cmd: cmd, news: make(chan struct{}, 1)}
	term.Resize(t, rows, columns)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = screen, screen, screen
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	err = cmd.Start()
	_ = screen.Close()
	if err != nil {
		t.Fatal(err)
	}
	go term.watch()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = main.Close()
		if t.Failed() {
			t.Logf("the terminal shows:\n%s", term.Shown())
		}
	})
	return term
}

// openTerminal makes a terminal: the end of keyboard and screen, and the program's.
func openTerminal() (keyboard, screen *os.File, err error) {
	keyboard, err = os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	var unlock, number int32
	if err = control(keyboard, syscall.TIOCSPTLCK, unsafe.Pointer(&unlock)); err == nil {
		err = control(keyboard, syscall.TIOCGPTN, unsafe.Pointer(&number))
	}
	if err == nil {
		screen, err = os.OpenFile("/dev/pts/"+strconv.Itoa(int(number)), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		_ = keyboard.Close()
	}
	return keyboard, screen, err
}

// control goes the way that keeps reads of the terminal from blocking its closing.
func control(file *os.File, request uintptr, value unsafe.Pointer) error {
	raw, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var number syscall.Errno
	if err := raw.Control(func(fd uintptr) {
		_, _, number = syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(value))
	}); err != nil || number == 0 {
		return err
	}
	return number
}

// Resize gives the window another size.
func (x *Terminal) Resize(t *testing.T, rows, columns uint16) {
	t.Helper()
	size := [4]uint16{rows, columns}
	if err := control(x.keyboard, syscall.TIOCSWINSZ, unsafe.Pointer(&size)); err != nil {
		t.Fatal(err)
	}
}

// watch reads the screen until the program has closed it.
func (x *Terminal) watch() {
	buffer := make([]byte, 4096)
	for {
		n, err := x.keyboard.Read(buffer)
		x.mu.Lock()
		x.text.Write(buffer[:n])
		x.mu.Unlock()
		select {
		case x.news <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// Shown is all that was written to the screen so far, but for carriage returns.
func (x *Terminal) Shown() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return strings.ReplaceAll(x.text.String(), "\r", "")
}

// Type types a text, in which \r is the enter key and \x03 is Ctrl-C.
func (x *Terminal) Type(t *testing.T, text string) {
	t.Helper()
	if _, err := x.keyboard.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// Shows waits until the screen shows a text, and reports whether it did in time.
func (x *Terminal) Shows(text string, limit time.Duration) bool {
	end := time.After(limit)
	for {
		if strings.Contains(x.Shown(), text) {
			return true
		}
		select {
		case <-end:
			return false
		case <-x.news:
		}
	}
}

// Wait waits for the program, whose error it gives.
func (x *Terminal) Wait() error { return x.cmd.Wait() }

// Mode is how the terminal treats what is typed, as stty shows it.
func (x *Terminal) Mode(t *testing.T) syscall.Termios {
	t.Helper()
	var mode syscall.Termios
	if err := control(x.keyboard, syscall.TCGETS, unsafe.Pointer(&mode)); err != nil {
		t.Fatal(err)
	}
	return mode
}
