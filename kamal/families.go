package kamal

import "github.com/kamal-go/kamal/kamal/config"

// The families are named as on the command line: what `kamal app boot` does is
// [App.Boot]. Each is a type over the engine, and its fields are the other
// families that it uses: what may call what is read here, from the lower ones to
// the higher.

// Lock is the deploy lock, which keeps two from changing the same app at once.
type Lock struct{ *engine }

// Registry is the registry of the app's images, and who is logged in to it.
type Registry struct{ *engine }

// files are what the service keeps on hosts: env files, certificates, error pages.
type files struct{ *engine }

// neighbours are the other services on the hosts.
type neighbours struct{ *engine }

// checks find what would make an operation fail, before anything is changed.
type checks struct{ *engine }

// Prune removes old containers and images.
type Prune struct {
	*engine
	lock Lock
}

// Env is the env files of the app, for fleets whose env files are pushed by hand.
type Env struct {
	*engine
	lock       Lock
	files      files
	neighbours neighbours
}

// Server is the hosts themselves.
type Server struct {
	*engine
	lock Lock
}

// Build is the app's image: built, pushed, and pulled on the hosts.
type Build struct {
	*engine
	registry Registry
}

// Accessory is one accessory, or all of them. It is had from [Deployer.Accessory].
type Accessory struct {
	*engine
	name     string
	lock     Lock
	registry Registry
	files    files
	checks   checks
}

// App is the app's containers.
type App struct {
	*engine
	lock     Lock
	registry Registry
	files    files
	checks   checks
}

// proxies are kamal-proxy and Traefik on their hosts.
type proxies struct {
	*engine
	lock       Lock
	registry   Registry
	files      files
	neighbours neighbours
}

// mover moves hosts from one proxy to the other, with what is behind it.
type mover struct {
	*engine
	lock       Lock
	files      files
	neighbours neighbours
	checks     checks
	proxies    proxies
	accessory  Accessory
	app        App
	prune      Prune
}

// Proxy is kamal-proxy, in a mixed fleet Traefik too, on the hosts that have it; had
// from [Deployer.Traefik] it is Traefik.
type Proxy struct {
	*engine
	kind       string // of its commands: proxy or traefik
	lock       Lock
	neighbours neighbours
	checks     checks
	proxies    proxies
	mover      mover
}

func newPrune(e *engine) Prune { return Prune{engine: e, lock: Lock{e}} }

func newEnv(e *engine) Env {
	return Env{engine: e, lock: Lock{e}, files: files{e}, neighbours: neighbours{e}}
}

func newBuild(e *engine) Build { return Build{engine: e, registry: Registry{e}} }

func newAccessory(e *engine, name string) Accessory {
	return Accessory{engine: e, name: name, lock: Lock{e}, registry: Registry{e}, files: files{e}, checks: checks{e}}
}

func newApp(e *engine) App {
	return App{engine: e, lock: Lock{e}, registry: Registry{e}, files: files{e}, checks: checks{e}}
}

func newProxies(e *engine) proxies {
	return proxies{engine: e, lock: Lock{e}, registry: Registry{e}, files: files{e}, neighbours: neighbours{e}}
}

func newMover(e *engine) mover {
	return mover{
		engine: e, lock: Lock{e}, files: files{e}, neighbours: neighbours{e}, checks: checks{e},
		proxies: newProxies(e), accessory: newAccessory(e, ""), app: newApp(e), prune: newPrune(e),
	}
}

func newProxy(e *engine, kind string) Proxy {
	return Proxy{engine: e, kind: kind, lock: Lock{e}, neighbours: neighbours{e}, checks: checks{e}, proxies: newProxies(e), mover: newMover(e)}
}

func newDeployer(e *engine) *Deployer {
	return &Deployer{
		engine: e, lock: Lock{e}, registry: Registry{e}, files: files{e}, neighbours: neighbours{e}, checks: checks{e},
		prune: newPrune(e), env: newEnv(e), server: Server{engine: e, lock: Lock{e}}, build: newBuild(e),
		accessory: newAccessory(e, ""), app: newApp(e), proxies: newProxies(e), mover: newMover(e),
		proxy: newProxy(e, "proxy"), traefik: newProxy(e, "traefik"),
	}
}

// The copies of a family that work on one version of the app, or on some hosts
// only.

func (d *Deployer) at(v config.Version) *Deployer { return newDeployer(d.engine.at(v)) }
func (d *Deployer) tracked() *Deployer            { return newDeployer(d.engine.tracked()) }

func (a App) at(v config.Version) App { return newApp(a.engine.at(v)) }
func (a App) tracked() App            { return newApp(a.engine.tracked()) }
func (a App) unstoppable() App        { return newApp(a.engine.unstoppable()) }

func (acc Accessory) of(name string) Accessory     { return newAccessory(acc.engine, name) }
func (acc Accessory) on(h []config.Host) Accessory { return newAccessory(acc.engine.on(h), acc.name) }
func (bd Build) at(v config.Version) Build         { return newBuild(bd.engine.at(v)) }
func (c checks) on(h []config.Host) checks         { return checks{c.engine.on(h)} }
func (p proxies) on(h []config.Host) proxies       { return newProxies(p.engine.on(h)) }
func (m mover) on(h []config.Host) mover           { return newMover(m.engine.on(h)) }

func (f files) at(v config.Version) files { return files{f.engine.at(v)} }

// atConfigured is at for the configuration's version.
func (bd Build) atConfigured() (Build, error) {
	if err := bd.made(); err != nil {
		return bd, err
	}
	v, err := bd.cfg.Version()
	return bd.at(v), err
}
