package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// control answers the commands that come through the socket: 200 with the text to show,
// or 422 with the error.
func (r *router) control() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, post *http.Request) {
		var asked request
		err := json.NewDecoder(post.Body).Decode(&asked)
		var text string
		if err == nil {
			text, err = r.obey(post.Context(), asked)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
			return
		}
		fmt.Fprint(w, text)
	})
}

func (r *router) obey(ctx context.Context, asked request) (string, error) {
	switch asked.Command {
	case "deploy":
		return "", r.deploy(ctx, asked.Service, asked.Options)
	case "stop":
		return "", r.stop(asked.Service, asked.Message, asked.Options)
	case "resume":
		return "", r.resume(asked.Service)
	case "remove":
		return "", r.remove(asked.Service)
	default:
		return r.list(), nil
	}
}

func (r *router) list() string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	rows := [][]string{{"Service", "Host", "Path", "Target", "State", "TLS"}}
	for _, s := range r.all() {
		state, secure := "running", "no"
		if s.Stopped {
			state = "stopped"
		}
		if s.Options.TLS {
			secure = "yes"
		}
		rows = append(rows, []string{
			s.Name, cmp.Or(strings.Join(s.Options.Hosts, ","), "*"),
			cmp.Or(strings.Join(s.Options.PathPrefixes, ","), "/"), s.target.address, state, secure,
		})
	}
	return table(rows)
}

// table lays rows out, in colours even where nobody looks, as the original does.
func table(rows [][]string) string {
	widths := map[int]int{}
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len(cell))
		}
	}
	var text strings.Builder
	for i, row := range rows {
		for j, cell := range row {
			style := ""
			switch {
			case i == 0:
				style = "3;94"
			case j == 0:
				style = "1;34"
			}
			fmt.Fprintf(&text, "\x1b[%sm%s\x1b[0m%*s", style, cell, widths[j]-len(cell)+2, "")
		}
		text.WriteString("\n")
	}
	return text.String()
}

// ask sends a command to the running proxy and gives the text to show.
func ask(ctx context.Context, socket string, asked request) (string, error) {
	body, err := json.Marshal(asked)
	if err != nil {
		return "", err
	}
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://proxy/", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}
	response, err := client.Do(post)
	if err != nil {
		return "", fmt.Errorf("asking the proxy: %w", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		return "", errors.New(strings.TrimSpace(string(text)))
	}
	return string(text), err
}
