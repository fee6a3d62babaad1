package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kamal-go/kamal/internal/golden"
	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/config"
)

const small = `
service: shop
image: acme/shop
servers: [192.0.2.1]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64}
`

// load makes a configuration of a text.
func load(tb testing.TB, text string) *config.Config {
	tb.Helper()
	destination := ""
	if first, _, _ := strings.Cut(text, "\n"); strings.HasPrefix(first, "# destination: ") {
		destination = strings.TrimPrefix(first, "# destination: ")
	}
	c, err := config.Parse(tb.Context(), text, config.Options{Destination: destination, WorkDir: "/src/shop/app"})
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// lines are commands by name, in order.
type lines struct {
	strings.Builder
	all []commands.Cmd
}

func (l *lines) add(name string, c commands.Cmd) {
	l.all = append(l.all, c)
	env := ""
	if len(c.Env) > 0 {
		env = " [with " + strings.Join(c.Env, " ") + "]"
	}
	fmt.Fprintf(l, "%s: %s%s\n", name, c, env)
}

func (l *lines) heading(format string, args ...any) { fmt.Fprintf(l, "\n"+format+"\n", args...) }

const (
	version = config.Version("v2")
	old     = config.Version("v1")
	id      = "0123456789ab"
	cord    = "00112233445566778899aabbccddeeff"
)

var noon = time.Date(2026, 1, 31, 13, 0, 0, 0, time.FixedZone("", 3600))

func TestBuilders(t *testing.T) {
	golden.Each(t, "testdata/hosts/*.txtar", func(t *testing.T, file *golden.File) {
		l := builtFor(load(t, file.Text("deploy.yml")))
		file.Compare(t, "want", strings.TrimPrefix(l.String(), "\n"))
	})
}

// builtFor are the commands of all builders for a configuration.
func builtFor(c *config.Config) *lines {
	l := &lines{}
	for _, host := range c.Hosts() {
		for _, r := range c.RolesOn(host) {
			l.heading("role %s on %s", r.Name, host)
			app(l, hostcmd.App{App: commands.App{Config: c, Role: r, Host: host}})
		}
		for _, a := range c.Accessories {
			if slices.Contains(a.Hosts, host) {
				l.heading("accessory %s on %s", a.Name, host)
				accessory(l, hostcmd.NewAccessory(c, a, host))
			}
		}
		l.heading("host %s", host)
		onHost(l, c, host)
	}
	l.heading("any host")
	anywhere(l, c)
	return l
}

func app(l *lines, a hostcmd.App) {
	l.add("run", a.Run(version, commands.RunOptions{HostID: id, Cord: cord}))
	l.add("start", a.Start(version))
	l.add("stop", a.Stop(version))
	l.add("stop running", a.StopRunning())
	l.add("rename", a.Rename(version, version+"_replaced_0123456789abcdef"))
	l.add("state", a.State(version))
	l.add("running", a.RunningState())
	l.add("still running", a.StillRunning(version))
	l.add("status", a.Status(version))
	l.add("inspect", hostcmd.Inspect(a.Role.ContainerName(version)))
	l.add("life", hostcmd.Life(a.Role.ContainerName(version)))
	l.add("details", a.Details())
	l.add("containers", a.Containers())
	l.add("images", a.Images())
	l.add("versions", a.Versions())
	l.add("logs", a.Logs(commands.LogOptions{}))
	l.add("logs with everything", a.Logs(commands.LogOptions{
		Since: "10m", Lines: 5, Timestamps: true, Follow: true, Grep: "it's", GrepOptions: "-A 2",
	}))
	l.add("logs of a container", a.Logs(commands.LogOptions{ContainerID: id, Lines: 5}))
	l.add("logs of a version", a.Logs(commands.LogOptions{ContainerID: a.Role.ContainerName(version), Lines: 50}))
	l.add("exec", a.ExecNew(version, commands.ExecOptions{Line: "bin/task $HOME", ID: "abcdef"}))
	l.add("exec with everything", a.ExecNew(version, commands.ExecOptions{
		Line: "sh", ID: "abcdef", Interactive: true, TTY: true, Detach: true, Env: config.Pairs{{Name: "A", Value: "b c"}},
	}))
	l.add("exec in it", a.ExecReuse(version, commands.ExecOptions{Line: "date"}))
	l.add("exec in it with everything", a.ExecReuse(version, commands.ExecOptions{
		Line: "sh", Interactive: true, Env: config.Pairs{{Name: "A", Value: "b c"}},
	}))
	l.add("remove", a.Remove(version))
	l.add("remove all", a.RemoveAll())
	l.add("remove images", a.RemoveImages())
	l.add("remove directory", a.RemoveDirectory())
	l.add("remove proxy directory", a.RemoveProxyDirectory())
	l.add("remove env files", a.RemoveEnvFiles())
	l.add("tag latest", a.TagLatest(version))
	if a.BehindProxy() {
		l.add("proxy deploy", a.ProxyDeploy(id, version))
		l.add("proxy deploy of a version", a.ProxyDeploy("", version))
		l.add("proxy remove", a.ProxyRemove())
		l.add("proxy live", a.ProxyLive())
		l.add("proxy maintenance", a.ProxyMaintenance(90*time.Second, ""))
		l.add("proxy maintenance with a message", a.ProxyMaintenance(90*time.Second, "Back soon"))
		certificate := hostcmd.Certificate{Config: a.Config, Owner: a.Role.Name}
		l.add("write certificate", certificate.WriteCertificate())
		l.add("write key", certificate.WriteKey())
	}
	if a.Config.OnTraefik(a.Host) {
		l.add("traefik state", hostcmd.LookAtTraefik(a.Role, "shop-web-v1"))
	}
	if a.UsesCord() {
		l.add("tie cord", a.TieCord(cord))
		l.add("cord", a.Cord(version))
		l.add("cut cord", a.CutCord("/root/.kamal/cords/"+a.Role.ContainerPrefix+"-"+cord))
	}
	if s := (hostcmd.Assets{Config: a.Config, Role: a.Role, Host: a.Host}); s.Used() {
		l.add("extract assets", s.Extract(version))
		l.add("bridge first assets", s.Bridge(version, ""))
		l.add("bridge assets", s.Bridge(version, old))
		l.add("clean up assets", s.CleanUp(version))
	}
}

func accessory(l *lines, a hostcmd.Accessory) {
	l.add("run", a.Run())
	l.add("exec", a.ExecNew(commands.ExecOptions{Line: "psql -l"}))
	l.add("exec with everything", a.ExecNew(commands.ExecOptions{
		Line: "psql", Interactive: true, TTY: true, Env: config.Pairs{{Name: "A", Value: "b c"}},
	}))
	l.add("exec in it", a.ExecReuse(commands.ExecOptions{Line: "psql -l"}))
	l.add("existing", a.Existing())
	l.add("running id", a.RunningID())
	l.add("start", a.Start())
	l.add("stop", a.Stop())
	l.add("details", a.Details())
	l.add("logs", a.Logs(commands.LogOptions{Timestamps: true}))
	l.add("pull", a.Pull())
	l.add("remove container", a.RemoveContainer())
	l.add("remove image", a.RemoveImage())
	l.add("remove directory", a.RemoveDirectory())
	l.add("remove secrets", a.RemoveSecrets())
	l.add("make directories", a.MakeDirectories())
	for _, f := range a.Accessory.Files {
		l.add("upload", a.Upload(f))
		l.add("upload directory", a.UploadDirectory(f))
	}
	if a.Accessory.Proxied {
		l.add("proxy deploy", a.ProxyDeploy(id))
		l.add("proxy remove", a.ProxyRemove())
	}
}

func onHost(l *lines, c *config.Config, host config.Host) {
	prune := hostcmd.Prune{Config: c, Host: host}
	l.add("prune containers", prune.Containers(c.RetainContainers))
	l.add("prune leftovers", prune.Leftovers())
	l.add("prune dangling images", prune.Dangling())
	l.add("prune images", prune.Images())
	traces := hostcmd.Traces{Config: c, Host: host}
	l.add("remove env files of former roles", traces.FormerRoles())
	l.add("own containers", traces.Containers())
	l.add("forget a former role", traces.ForgetRole("old"))
	l.add("remove all traces", traces.Remove())
	l.add("probe", hostcmd.Probe{Config: c, Host: host}.Look())
	if c.OnTraefik(host) {
		traefik(l, hostcmd.Proxy{Proxy: commands.Proxy{Config: c, Host: host, Traefik: true}})
		return
	}
	p := hostcmd.Proxy{Proxy: commands.Proxy{Config: c, Host: host}}
	l.add("proxy boot", p.Boot())
	l.add("proxy stop", p.Stop())
	l.add("proxy pull", p.Pull())
	l.add("proxy swap", p.Swap(100*time.Millisecond, hostcmd.OldProxy{}))
	l.add("proxy end", p.End(100*time.Millisecond))
	l.add("proxy details", p.Details())
	l.add("proxy logs", p.Logs(commands.LogOptions{Lines: 10, Follow: true}))
	l.add("proxy make directory", p.MakeDirectory())
	l.add("proxy remove container", p.RemoveContainer())
	l.add("proxy remove image", p.RemoveImage())
	l.add("proxy remove directory", p.RemoveDirectory())
	l.add("proxy installed apps", p.InstalledApps())
	l.add("proxy boot config", p.BootConfig())
	l.add("proxy set boot config to defaults", p.SetBootConfig(commands.BootConfig{}))
	l.add("proxy set boot config", p.SetBootConfig(commands.BootConfig{
		PublishIPs: []string{"192.0.2.1", "::1"}, HTTPPort: 8080, HTTPSPort: 8443, LogMaxSize: new(""), Registry: "registry.example.com",
		Repository: "acme", Version: "v0.9.4", MetricsPort: 9000, Debug: true, DockerOptions: []string{"label=x=a b", "privileged"},
	}))
	l.add("proxy reset boot config", p.ResetBootConfig())
}

func traefik(l *lines, t hostcmd.Proxy) {
	l.add("traefik boot", t.Boot())
	l.add("traefik stop", t.Stop())
	l.add("traefik pull", t.Pull())
	l.add("traefik end", t.End(100*time.Millisecond))
	l.add("traefik details", t.Details())
	l.add("traefik logs", t.Logs(commands.LogOptions{Timestamps: true}))
	l.add("traefik remove container", t.RemoveContainer())
	l.add("traefik remove image", t.RemoveImage())
}

func anywhere(l *lines, c *config.Config) {
	s := hostcmd.Server{Config: c}
	l.add("make run directory", s.MakeRunDirectory())
	l.add("make app directory", s.MakeAppDirectory())
	l.add("write file", s.WriteFile("a b/file", hostcmd.FileOptions{}))
	l.add("write file with everything", s.WriteFile("dir/file", hostcmd.FileOptions{Mode: "0640", Owner: "1000:1000", Size: 12, Parents: true, InPlace: true}))
	l.add("remove files", s.RemoveFiles("a", "b c"))
	l.add("missing files", s.MissingFiles("a", "b c"))
	l.add("docker state", hostcmd.LookAtDocker())
	l.add("look at account", hostcmd.LookAtAccount())
	l.add("install docker", hostcmd.InstallDocker())
	l.add("start docker", hostcmd.StartDocker())
	l.add("join docker group", hostcmd.JoinDockerGroup())
	l.add("end session", hostcmd.EndSession())
	l.add("create network", hostcmd.CreateNetwork())
	l.add("connect network", hostcmd.ConnectNetwork("shop-web-v1"))
	l.add("disconnect network", hostcmd.DisconnectNetwork("shop-web-v1"))
	l.add("networks", hostcmd.Networks(c.Service, "shop-db"))
	l.add("running proxies", hostcmd.RunningProxies())
	l.add("neighbours", hostcmd.Neighbours())
	l.add("all neighbours", hostcmd.AllNeighbours())
	l.add("remove a container", hostcmd.RemoveContainer("shop-old-v1"))
	audit := hostcmd.Audit{Config: c, Performer: "dev@example.com", Role: c.PrimaryRole()}
	l.add("audit", audit.Record(noon, "Booted app version v2"))
	l.add("show audit", audit.Show())
	lock := hostcmd.Lock{Config: c}
	l.add("acquire lock", lock.Acquire("details"))
	l.add("update lock", lock.Update("details", "newer"))
	l.add("take over lock", lock.TakeOver("details", "mine"))
	l.add("release empty lock", lock.ReleaseEmpty())
	l.add("release lock", lock.Release())
	l.add("release lock if", lock.ReleaseIf("details"))
	l.add("lock status", lock.Status())
	l.add("proxy services", hostcmd.ProxyServices())
	r := commands.Registry{Registry: c.Registry}
	l.add("login", r.Login(config.NewSecret("deployer"), config.NewSecret("hunter2")))
	l.add("logout", r.Logout())
	image := hostcmd.Image{Config: c}
	l.add("clean image", image.Clean(version))
	l.add("pull image", image.Pull(version))
	l.add("image service", image.Service(version))
	l.add("no mirror", image.NoMirror())
	pages := hostcmd.ErrorPages{Config: c}
	l.add("upload error pages", pages.Upload(version))
	l.add("clean up error pages", pages.CleanUp(version))
	ssh := hostcmd.SSH{SSH: c.SSH}
	l.add("start local registry", hostcmd.StartRegistry(config.Registry{Server: "localhost:5555"}))
	l.add("remove local registry", hostcmd.RemoveRegistry())
	l.add("ssh", ssh.Interactive("192.0.2.1", commands.Command("docker", "exec", "-it", "shop-web-v2", "sh").Arg("it's")))
	l.add("login shell", ssh.Interactive("192.0.2.1", commands.Cmd{}))
}

func TestBuilder(t *testing.T) {
	golden.Each(t, "testdata/builders/*.txtar", func(t *testing.T, file *golden.File) {
		c := load(t, file.Text("deploy.yml"))
		var l lines
		for _, machine := range []string{"amd64", "arm64"} {
			b := hostcmd.Builder{Builder: commands.Builder{Config: c, Machine: machine}}
			l.heading("%s on %s: %q", b.Kind(), machine, b.Name())
			l.add("tools", b.Tools())
			l.add("inspect", b.Inspect())
			l.add("create", b.Create())
			l.add("remove", b.Remove())
			l.add("details", b.Details())
			l.add("build context files", b.BuildContextFiles())
			l.add("build", b.Build(version, commands.BuildOptions{}))
			l.add("build with everything", b.Build(version, commands.BuildOptions{Output: "docker", NoCache: true, Dirty: true}))
		}
		file.Compare(t, "want", strings.TrimPrefix(l.String(), "\n"))
	})
}
