package emulated

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"

	"github.com/kamal-go/kamal/internal/screen"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

// tty is a terminal of some size, on which a run is shown.
type tty struct {
	mu       sync.Mutex
	emulator *vt.Emulator
}

// Write implements io.Writer, with the line ends that a terminal makes.
func (y *tty) Write(b []byte) (int, error) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if _, err := y.emulator.WriteString(strings.ReplaceAll(string(b), "\n", "\r\n")); err != nil {
		return 0, err
	}
	return len(b), nil
}

func (y *tty) size() (width, height int) {
	y.mu.Lock()
	defer y.mu.Unlock()
	return y.emulator.Width(), y.emulator.Height()
}

func (y *tty) resize(width int) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.emulator.Resize(width, y.emulator.Height())
}

// rows are the lines that can be seen, without the empty ones at the end.
func (y *tty) rows() []string {
	y.mu.Lock()
	defer y.mu.Unlock()
	rows := strings.Split(strings.TrimRight(y.emulator.String(), "\n "), "\n")
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " \r")
	}
	return rows
}

// open shows a run on a terminal.
func open(t *testing.T, width int, environ map[string]string) (*screen.Terminal, *tty) {
	t.Helper()
	y := &tty{emulator: vt.NewEmulator(width, 30)}
	s := screen.New(screen.Options{
		Stdout: y, Stderr: y, Size: y.size,
		Getenv: func(name string) string { return environ[name] },
	})
	return s, y
}

// names are names of steps that are hard to measure.
var names = []string{
	"booting the app",
	"起動しています本番環境のアプリケーションを全部のホストで",
	"démarrage de l'application é́́ sur tous les serveurs",
	"🚀 shipping 👩‍👩‍👧‍👦 to 🇩🇪 and 1️⃣ more ❤️ place",
	"한국어 이름이 붙은 단계입니다 아주 길어요",
	"two\nlines\tand a tab",
}

func hosts(n int) []config.Host {
	all := make([]config.Host, n)
	for i := range all {
		all[i] = config.Host(fmt.Sprintf("app%d.example.com", i+1))
	}
	return all
}

// A live line is one row on a terminal of any width, and nothing of it is left when
// its step is over.
func TestLiveLines_AreOneRowEachAndLeaveNothingBehind(t *testing.T) {
	for _, width := range []int{20, 40, 60, 80, 120} {
		for _, name := range names {
			for _, n := range []int{1, 2, 30, 500} {
				s, y := open(t, width, nil)
				all, head := hosts(n), kamal.Head{Step: kamal.Step(name)}
				s.Event(kamal.StepStarted{Head: head, Hosts: all})
				s.Event(kamal.StepStarted{Head: kamal.Head{Step: "within"}, Hosts: all[:1]})
				for _, h := range all {
					s.Event(kamal.HostFinished{Head: kamal.Head{Host: h}})
				}
				rows := y.rows()
				if len(rows) != 2 || !strings.HasPrefix(rows[0], "· ") || !strings.HasPrefix(rows[1], "  · within") {
					t.Errorf("%d columns, %q on %d hosts: %q", width, name, n, rows)
				}
				if !strings.HasSuffix(rows[0], "s") {
					t.Errorf("%d columns, %q on %d hosts: the time is gone: %q", width, name, n, rows[0])
				}
				s.Pause(func() {})
				if rows := y.rows(); strings.Join(rows, "") != "" {
					t.Errorf("%d columns, %q on %d hosts: left behind: %q", width, name, n, rows)
				}
				s.Finish(nil, 0)
			}
		}
	}
}

// A terminal that gets narrower or wider while steps run has no broken line at the
// end.
func TestLiveLines_LeaveNothingBehindAfterAResize(t *testing.T) {
	for _, widths := range [][2]int{{80, 20}, {80, 40}, {60, 20}, {20, 80}} {
		s, y := open(t, widths[0], nil)
		for _, name := range names[:3] {
			s.Event(kamal.StepStarted{Head: kamal.Head{Step: kamal.Step(name)}, Hosts: hosts(30)})
		}
		y.resize(widths[1])
		s.Event(kamal.HostFinished{Head: kamal.Head{Host: "app1.example.com"}})
		s.Event(kamal.Note{Text: "by the way"})
		if rows := y.rows(); len(rows) != 4 || strings.TrimSpace(rows[0]) != "by the way" {
			t.Errorf("%d to %d columns: %q", widths[0], widths[1], rows)
		}
		s.Finish(nil, 0)
		if rows := y.rows(); len(rows) != 1 {
			t.Errorf("%d to %d columns: left behind: %q", widths[0], widths[1], rows)
		}
	}
}

// However a run ends, what is typed next stands at the beginning of a line, without
// colour, at a cursor that shows.
func TestFinish_LeavesTheTerminalAsItWas(t *testing.T) {
	for name, err := range map[string]error{
		"well": nil, "an error": errors.New("no luck"), "interrupted": &screen.Interrupted{},
		"half way": &kamal.BootError{Err: errors.New("no"), States: []kamal.RoleState{{Host: "app1", Role: "web", State: kamal.StateNew, Version: "v2"}}},
	} {
		s, y := open(t, 40, map[string]string{"FORCE_COLOR": "1"})
		s.Event(kamal.StepStarted{Head: kamal.Head{Step: "booting"}, Hosts: hosts(2)})
		s.Event(kamal.Warning{Text: "the disk is nearly full"})
		status := 0
		if err != nil {
			status = 1
		}
		s.Finish(err, status)
		at := y.emulator.CursorPosition()
		if at.X != 0 || y.emulator.CursorHidden() {
			t.Errorf("%s: the cursor is at column %d, hidden: %v", name, at.X, y.emulator.CursorHidden())
		}
		if _, e := y.Write([]byte("$")); e != nil {
			t.Fatal(e)
		}
		if cell := y.emulator.CellAt(at.X, at.Y); cell == nil || !cell.Style.IsZero() {
			t.Errorf("%s: what comes next is coloured: %+v", name, cell)
		}
		for _, row := range y.rows() {
			if strings.HasPrefix(row, "· ") {
				t.Errorf("%s: a live line is left: %q", name, row)
			}
		}
	}
}

// Where the locale is of another encoding, no sign of our own is beyond ASCII.
func TestMarks_ArePlainWithoutUTF8(t *testing.T) {
	for _, environ := range []map[string]string{{"LANG": "C"}, {"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, {"LC_CTYPE": "de_DE.ISO-8859-1"}} {
		s, y := open(t, 60, environ)
		s.Event(kamal.StepStarted{Head: kamal.Head{Step: "booting"}, Hosts: hosts(3)})
		s.Event(kamal.HostFinished{Head: kamal.Head{Host: "app1.example.com"}})
		s.Event(kamal.HostFailed{Head: kamal.Head{Host: "app2.example.com"}, Err: errors.New("no")})
		live := strings.Join(y.rows(), "\n")
		s.Event(kamal.StepFinished{Head: kamal.Head{Step: "booting"}, Hosts: hosts(3), Took: time.Second, Err: errors.New("no")})
		s.Event(kamal.StepFinished{Head: kamal.Head{Step: "pruning"}, Took: time.Second})
		s.Answer(screen.Answer{Of: "doctor", Data: kamal.Finding{Host: "app1", Serious: true, Problem: "no docker"}})
		s.Finish(errors.New("no"), 1)
		for _, r := range live + strings.Join(y.rows(), "\n") {
			if r > 0x7f {
				t.Errorf("%v: %q in\n%s\n%s", environ, r, live, strings.Join(y.rows(), "\n"))
				break
			}
		}
		if !strings.Contains(live, ". booting on 3 hosts +x.") {
			t.Errorf("%v: got %s", environ, live)
		}
	}
}
