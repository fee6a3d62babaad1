package kamaltest

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/kamal-go/kamal/internal/lane"
	"github.com/kamal-go/kamal/internal/simhost"
	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/commands"
)

// Local is the name that this machine has in transcripts and replies.
const Local = "local"

// TB is what a [Recorder] needs of a test; *testing.T and *testing.B are such.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Cleanup(func())
}

// Recorder is an [kamal.Executor] that writes down what each host gets, and
// carries it out on simulated hosts, which exist in memory only. An ordinary
// deploy works without any reply. The zero value is ready. Its methods may be called concurrently.
type Recorder struct {
	// Live makes Options use this machine as a real deploy does: the project's hooks
	// and Dockerfile, folders to build in, and the time that containers get, which
	// passes at once inside of testing/synctest.
	Live bool

	once   sync.Once
	world  *simhost.World // made when it is first needed
	random counter

	mu       sync.Mutex
	steps    []*step
	commands []*Command
	events   []kamal.Event
}

// Command is a command that a host got.
type Command struct {
	// Host is [Local] for this machine.
	Host string
	// Line is the command as shown, secrets redacted.
	Line string
	// Env is what it got besides the environment of the host, in clear.
	Env []string
	// Stdin is what it was given to read.
	Stdin string
}

// step is a step of an operation, and what each host got in it.
type step struct {
	name  string
	hosts []string
	lines map[string][]noted
}

// noted is a command, and the lane of what was done at once on its host.
type noted struct {
	lane  int
	line  string
	parts []string // of its line
}

func newStep(name string) *step { return &step{name: name, lines: map[string][]noted{}} }

var (
	_ kamal.Executor  = (*Recorder)(nil)
	_ kamal.Forwarder = (*Recorder)(nil)
)

// NewRecorder gives a Recorder with some replies; of those that match, the first
// that is not used up is given. At the end of the test, a reply that no command
// asked for is an error. tb may be nil, as in an example.
func NewRecorder(tb TB, replies ...Reply) *Recorder {
	r := &Recorder{}
	for _, reply := range replies {
		r.sim().Add(reply.fault())
	}
	if tb != nil {
		tb.Cleanup(func() {
			tb.Helper()
			for _, f := range r.sim().Unused() {
				tb.Errorf("kamaltest: nothing asked for the reply to %q on host %q", f.Line, f.Host)
			}
		})
	}
	return r
}

// sim is the simulated hosts.
func (r *Recorder) sim() *simhost.World {
	r.once.Do(func() { r.world = simhost.NewWorld() })
	return r.world
}

// Add adds replies, which come after those that are there.
func (r *Recorder) Add(replies ...Reply) {
	for _, reply := range replies {
		r.sim().Add(reply.fault())
	}
}

// Options connect a Deployer to the Recorder: what runs on this machine and all
// events go to it, and transcripts don't show the random parts of names. Of this
// machine nothing is used but files that an accessory uploads, unless Live is set:
// hooks in files, the Dockerfile and keys are not looked for, no folder is made, and
// containers are ready at once, so that what works takes no time.
//
//	d := kamal.New(cfg, r, r.Options()...)
func (r *Recorder) Options() []kamal.Option {
	options := []kamal.Option{kamal.WithLocal(r), kamal.WithEvents(r.note), kamal.WithRandom(&r.random)}
	if !r.Live {
		options = append(options, kamal.WithoutMachine())
	}
	return options
}

// Reset forgets the commands and events so far. The hosts stay as they are.
func (r *Recorder) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.steps, r.commands, r.events = nil, nil, nil
}

// SetService names the service whose label images carry that no build has
// pushed, for images whose name without the tag matches; a * stands for any text,
// and what is set last counts. Without it, it is the last part of the image's name.
func (r *Recorder) SetService(image, service string) { r.sim().SetService(image, service) }

// Break makes containers of an image exit with status 1 at once on a host, whenever
// they are started. In both a * stands for any text.
func (r *Recorder) Break(host, image string) { r.sim().Break(host, image) }

// Stall makes containers of an image run on a host and never get healthy, unless
// all that is asked of them is to run. In both a * stands for any text.
func (r *Recorder) Stall(host, image string) { r.sim().Stall(host, image) }

// Host gives a simulated host, to look at or to change.
func (r *Recorder) Host(name string) *Host { return &Host{r.sim().Host(name)} }

// Run implements [kamal.Executor]. An empty host is this machine.
func (r *Recorder) Run(ctx context.Context, host string, cmd commands.Cmd) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	name := host
	if name == "" {
		name = Local
	}
	var input bytes.Buffer
	streams := simhost.Streams{Stdout: cmd.Stdout, Stderr: cmd.Stderr, Stdin: strings.NewReader("")}
	if cmd.Stdin != nil {
		streams.Stdin = io.TeeReader(cmd.Stdin, &input)
	}
	shown := showLine(cmd)
	got := r.record(ctx, name, shown, cmd)
	status, err := r.sim().Host(name).RunShown(ctx, line(name, cmd), shown, streams)
	r.mu.Lock()
	got.Stdin = input.String()
	r.mu.Unlock()
	if err == nil && status != 0 {
		err = exitError(status)
	}
	return err
}

// line is what the host's shell gets. Folders of this machine mean nothing to a
// simulated one.
func line(host string, cmd commands.Cmd) string {
	if host == Local {
		cmd.Dir = ""
	}
	return cmd.Shell()
}

// showLine is a command as transcripts show it. A folder is left out, and paths
// below it are relative, so that transcripts don't depend on where a project lies.
func showLine(cmd commands.Cmd) string {
	dir := cmd.Dir
	cmd.Dir = ""
	if dir == "" {
		return cmd.String()
	}
	return strings.ReplaceAll(cmd.String(), dir+"/", "")
}

// partLines are the parts of what is shown as one line.
func partLines(line string, cmd commands.Cmd) []string {
	parts := cmd.Parts()
	if len(parts) == 1 {
		return []string{line}
	}
	lines := make([]string, len(parts))
	for i, p := range parts {
		p.Dir = cmd.Dir
		lines[i] = showLine(p)
	}
	return lines
}

func (r *Recorder) record(ctx context.Context, host, line string, cmd commands.Cmd) *Command {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.stepOf(ctx)
	s.lines[host] = append(s.lines[host], noted{lane.Of(ctx), line, partLines(line, cmd)})
	c := &Command{Host: host, Line: line, Env: cmd.Env}
	r.commands = append(r.commands, c)
	return c
}

// stepOf is the step that a command belongs to.
func (r *Recorder) stepOf(ctx context.Context) *step {
	beside := lane.Step(ctx)
	for _, s := range slices.Backward(r.steps) {
		if beside == "" || s.name == beside {
			return s
		}
	}
	return r.lastStep()
}

// lastStep is the step that began last, or the time before the first.
func (r *Recorder) lastStep() *step {
	if len(r.steps) == 0 {
		r.steps = append(r.steps, newStep(""))
	}
	return r.steps[len(r.steps)-1]
}

// Commands are all commands so far, in the order in which they began.
func (r *Recorder) Commands() []Command {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]Command, len(r.commands))
	for i, c := range r.commands {
		all[i] = *c
	}
	return all
}

// note is told of all events: they make a transcript tell the steps apart.
func (r *Recorder) note(e kamal.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
	switch e := e.(type) {
	case kamal.StepStarted:
		s := newStep(e.Words)
		for _, h := range e.Hosts {
			s.hosts = append(s.hosts, string(h))
		}
		r.steps = append(r.steps, s)
	case kamal.StepFinished:
		if r.lastStep().name == e.Words { // and not one beside it
			r.steps = append(r.steps, newStep(""))
		}
	}
}

// Events are all events so far.
func (r *Recorder) Events() []kamal.Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.events)
}

// Forward implements [kamal.Forwarder]: nothing is forwarded.
func (r *Recorder) Forward(ctx context.Context, _, _, _ string) (io.Closer, error) {
	return io.NopCloser(nil), ctx.Err()
}
