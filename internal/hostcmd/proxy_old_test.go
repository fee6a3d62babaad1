package hostcmd_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kamal-go/kamal/internal/hostcmd"
	"github.com/kamal-go/kamal/kamal/commands"
)

// everything is what docker says of a proxy with all the options that there may be.
const everything = `{"Image": "sha256:abc", "Config": {"User": "1000", "Env": ["PATH=/bin", "TOKEN=hunter2"], "Cmd": ["kamal-proxy", "run", "--debug"],
  "Entrypoint": ["/tini", "--"], "Labels": {"b": "2", "a": "1 x"}, "ExposedPorts": {"9000/tcp": {}, "80/tcp": {}}},
"HostConfig": {"Binds": ["v:/data"], "NetworkMode": "kamal", "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3},
  "PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "80"}, {"HostIp": "::1", "HostPort": "8080"}]},
  "LogConfig": {"Type": "json-file", "Config": {"max-size": "10m"}},
  "Memory": 536870912, "MemorySwap": 1073741824, "MemoryReservation": 1, "NanoCpus": 1500000000, "CpuShares": 2, "CpusetCpus": "0-1",
  "PidsLimit": 100, "ShmSize": 67108864, "Ulimits": [{"Name": "nofile", "Soft": 1, "Hard": 2}], "Privileged": true, "ReadonlyRootfs": true, "Init": true,
  "CapAdd": ["NET_ADMIN"], "CapDrop": null, "SecurityOpt": ["no-new-privileges"], "GroupAdd": ["7"], "Dns": ["192.0.2.53"], "DnsSearch": [],
  "ExtraHosts": ["db:192.0.2.3"], "Sysctls": {"net.core.somaxconn": "1024"}, "Tmpfs": {"/run": "size=1m"}}}`

func TestOldProxy_IsRunAgainAsItWas(t *testing.T) {
	proxy := hostcmd.Proxy{Proxy: commands.Proxy{Config: load(t, small), Host: "192.0.2.1"}}
	swap := proxy.Swap(0, hostcmd.ParseOldProxy(everything))
	_, again, _ := strings.Cut(swap.String(), "docker container rm --force kamal-proxy >/dev/null 2>&1 || true; } && ")
	again, _, _ = strings.Cut(again, " && echo restored")
	want := "docker run --name kamal-proxy --detach --network kamal --restart on-failure:3 --volume v:/data --publish 80:80/tcp --publish [::1]:8080:80/tcp " +
		"--expose 80/tcp --expose 9000/tcp --dns 192.0.2.53 --add-host db:192.0.2.3 --tmpfs /run:size=1m --log-driver json-file --log-opt max-size=10m " +
		"--memory 536870912 --memory-reservation 1 --cpus 1.5 --cpu-shares 2 --cpuset-cpus 0-1 --pids-limit 100 --ulimit nofile=1:2 " +
		"--user 1000 --group-add 7 --privileged --read-only --init --cap-add NET_ADMIN --security-opt no-new-privileges --sysctl net.core.somaxconn=1024 " +
		"--env [REDACTED] --env [REDACTED] --label 'a=1 x' --label b=2 --entrypoint /tini sha256:abc -- kamal-proxy run --debug"
	if diff := cmp.Diff(want, strings.ReplaceAll(again, "'[::1]:8080:80/tcp'", "[::1]:8080:80/tcp")); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(swap.String(), "hunter2") || !strings.Contains(swap.Shell(), "hunter2") {
		t.Error("the values of its variables are shown, or not given")
	}
}

func TestOldProxy_ThatIsNotKnownIsNotRun(t *testing.T) {
	proxy := hostcmd.Proxy{Proxy: commands.Proxy{Config: load(t, small), Host: "192.0.2.1"}}
	for _, output := range []string{"", "{}", "Error", `{"Image": 1}`} {
		if line := proxy.Swap(0, hostcmd.ParseOldProxy(output)).String(); strings.Contains(line, "restored") {
			t.Errorf("after %q: %s", output, line)
		}
	}
}
