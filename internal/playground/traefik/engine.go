package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// defaultNetwork is where docker puts containers that name no network.
const defaultNetwork = "bridge"

// allPaths is the one rule that is known.
const allPaths = "PathPrefix(`/`)"

// engine is a Docker engine.
type engine struct{ client *http.Client }

func dial(socket string) engine {
	var dialer net.Dialer
	return engine{&http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "unix", socket)
		},
	}}}
}

// container is a running container, as docker lists it.
type container struct {
	Labels map[string]string
	Status string
	Ports  []struct{ PrivatePort int }

	NetworkSettings struct {
		Networks map[string]struct{ IPAddress string }
	}
}

// get asks docker, and the answer has to be closed.
func (e engine) get(ctx context.Context, path string) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://docker"+path, nil)
	if err != nil {
		return nil, err
	}
	response, err := e.client.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		_ = response.Body.Close()
		return nil, fmt.Errorf("docker answered %s", response.Status)
	}
	return response.Body, nil
}

// containers gives the running containers.
func (e engine) containers(ctx context.Context) (list []container, err error) {
	body, err := e.get(ctx, "/containers/json")
	if err != nil {
		return nil, fmt.Errorf("listing containers: %w", err)
	}
	defer body.Close()
	if err := json.NewDecoder(body).Decode(&list); err != nil {
		return nil, fmt.Errorf("listing containers: %w", err)
	}
	return list, nil
}

// onChange calls do at once, and then each time that a container starts, ends or changes its
// health, until ctx ends. Like the original it doesn't hear of changed networks.
func (e engine) onChange(ctx context.Context, do func(context.Context) error) error {
	body, err := e.get(ctx, "/events?filters="+url.QueryEscape(`{"type":["container"]}`))
	if err != nil {
		return fmt.Errorf("listening to docker: %w", err)
	}
	defer body.Close()
	if err := do(ctx); err != nil {
		return err
	}
	for events := json.NewDecoder(body); ; {
		var event struct{ Action string }
		if err := events.Decode(&event); err != nil {
			return fmt.Errorf("listening to docker: %w", err)
		}
		if event.Action == "start" || event.Action == "die" || strings.HasPrefix(event.Action, "health_status") {
			if err := do(ctx); err != nil {
				return err
			}
		}
	}
}

// target gives host:port of a container that requests are sent to, or nothing.
func (c container) target() string {
	if !c.routed() || !c.healthy() {
		return ""
	}
	port, ip := c.port(), c.ip()
	if port == "" || ip == "" {
		return ""
	}
	return net.JoinHostPort(ip, port)
}

// routed reports whether a service of its own goes with the router's rule: that of Traefik's
// own container names one that isn't there.
func (c container) routed() bool {
	for label, rule := range c.Labels {
		name, isRule := strings.CutSuffix(label, ".rule")
		isRule = isRule && strings.HasPrefix(name, "traefik.http.routers.")
		if isRule && rule == allPaths && c.Labels[name+".service"] == "" {
			return true
		}
	}
	return false
}

// healthy also holds without a health check. docker ends the status with the health.
func (c container) healthy() bool {
	return !strings.HasSuffix(c.Status, ")") || strings.HasSuffix(c.Status, "(healthy)")
}

// port is the one that a label names, or else the first that the image exposes.
func (c container) port() string {
	for label, port := range c.Labels {
		if strings.HasPrefix(label, "traefik.http.services.") && strings.HasSuffix(label, ".loadbalancer.server.port") {
			return port
		}
	}
	if len(c.Ports) == 0 {
		return ""
	}
	return strconv.Itoa(c.Ports[0].PrivatePort)
}

// ip is the address in the default network only where there is no other.
func (c container) ip() string {
	networks := c.NetworkSettings.Networks
	for _, name := range slices.Sorted(maps.Keys(networks)) {
		if name != defaultNetwork {
			return networks[name].IPAddress
		}
	}
	return networks[defaultNetwork].IPAddress
}
