// Package kamaltest tests deploys without servers, Docker or SSH.
//
// A [Recorder] is an executor that writes down every command that each host
// would get, and carries it out on simulated hosts in memory, with containers,
// images, networks and files. An ordinary deploy works on it as it is:
//
//	r := kamaltest.NewRecorder(t)
//	d := kamal.New(cfg, r, r.Options()...)
//	if err := d.Deploy(t.Context(), kamal.DeployOptions{SkipPush: true}); err != nil {
//		t.Fatal(err)
//	}
//	fmt.Println(r.Transcript())              // what golden files hold
//	fmt.Println(r.Host("app1").Running())    // what came of it
//
// # When something goes wrong
//
// What is to go differently is said by a [Reply]: a host and a line, each with *
// for any text, and what comes of it: output, an exit status, a lost connection,
// a delay. A line may be a whole command line or one program on it. A reply that
// no command asks for fails the test, for it tests nothing. [Recorder.Break]
// makes containers of an image never get healthy, and a [Host] can run out of
// disk space or lack docker.
//
// Where all goes well nothing waits: containers are ready at once. With Live set in
// the [Recorder] they get the time that real ones do. That, delays and waits
// take no time inside of testing/synctest, where a deploy that waits a quarter of an
// hour for a lock is a matter of milliseconds.
//
// # Golden files
//
// [Recorder.Transcript] does not depend on how fast hosts are, on the time, on
// the process or on the project's folder, so that it can be compared as text, and
// [Golden] compares it with a file.
//
// # All that can go wrong
//
// [Explore] carries out the operations of a project's life on simulated hosts,
// with each kind of trouble at each command, and checks that no lock is left, that
// what served still serves, and that a second run heals. It does so for any
// deploy.yml:
//
//	func TestDeploys(t *testing.T) {
//		kamaltest.Explore(t, kamaltest.Exploration{
//			Config: func(v config.Version) (*config.Config, error) {
//				return config.Load(t.Context(), config.Options{Version: v, Environ: secrets})
//			},
//			Most: 500,
//		})
//	}
//
// # Real connections
//
// [Recorder.Serve] puts such hosts behind real SSH servers on loopback addresses, a
// thousand if need be, with an ssh_config by which they are reached. This [Fleet] is for
// what a Recorder alone can't show: connections that are slow, refused or dropped, and
// how long a deploy takes. Of one in memory testing/synctest tells, without waiting, how
// many round trips a deploy waits for: what it takes there, by twice the delay.
//
// # Executors
//
// [TestExecutor] checks that an executor of your own keeps the contract.
//
// # What it does not do
//
// The simulation knows what deploys do: the docker commands that this library
// uses, and the usual programs around them. It runs no container, opens no port
// and renders no page. A program that it does not know ends with status 127, as
// on any host; a [Reply] can stand in for it.
package kamaltest
