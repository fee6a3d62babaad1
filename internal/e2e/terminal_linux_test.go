package e2e_test

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

// terminal is one with a program in it.
type terminal struct {
	keyboard *os.File
	cmd      *exec.Cmd

	mu   sync.Mutex
	text strings.Builder
	news chan struct{}
}

// inTerminal starts a program in a terminal of this size.
func inTerminal(t *testing.T, cmd *exec.Cmd, rows, columns uint16) *terminal {
	t.Helper()
	main, screen, err := openTerminal()
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{keyboard: main, cmd: cmd, news: make(chan struct{}, 1)}
	term.resize(t, rows, columns)
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
			t.Logf("the terminal shows:\n%s", term.shown())
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

func (x *terminal) resize(t *testing.T, rows, columns uint16) {
	t.Helper()
	size := [4]uint16{rows, columns}
	if err := control(x.keyboard, syscall.TIOCSWINSZ, unsafe.Pointer(&size)); err != nil {
		t.Fatal(err)
	}
}

// watch reads the screen until the program has closed it.
func (x *terminal) watch() {
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

func (x *terminal) shown() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return strings.ReplaceAll(x.text.String(), "\r", "")
}

// types types a line.
func (x *terminal) types(t *testing.T, line string) {
	t.Helper()
	if _, err := x.keyboard.WriteString(line + "\r"); err != nil {
		t.Fatal(err)
	}
}

// shows waits until the screen shows a text, and reports whether it did in time.
func (x *terminal) shows(text string, limit time.Duration) bool {
	end := time.After(limit)
	for {
		if strings.Contains(x.shown(), text) {
			return true
		}
		select {
		case <-end:
			return false
		case <-x.news:
		}
	}
}

func (x *terminal) wantShown(t *testing.T, text string) {
	t.Helper()
	if !x.shows(text, patience) {
		t.Fatalf("the terminal does not show %q", text)
	}
}

// wantSize asks for the size of the window until it is the right one: it takes a moment to
// get to the container.
func (x *terminal) wantSize(t *testing.T, size string) {
	t.Helper()
	eventually(t, "the terminal shows "+size, func() bool {
		x.types(t, "size")
		return x.shows(size, 500*time.Millisecond)
	})
}

// ends waits for the program.
func (x *terminal) ends(t *testing.T, status int) {
	t.Helper()
	wantStatus(t, status, x.cmd.Wait(), x.shown())
}
