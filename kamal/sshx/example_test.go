package sshx_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/kamal-go/kamal/internal/sshtest"
	"github.com/kamal-go/kamal/kamal/commands"
	"github.com/kamal-go/kamal/kamal/sshx"
)

// server stands for the user's hosts in the examples.
func server() *sshtest.Server {
	s, err := sshtest.Listen("127.0.0.1:0", sshtest.Options{Handler: func(_ context.Context, r sshtest.Request) int {
		fmt.Fprintf(r.Stdout, "%s runs: %s\n", r.User, r.Line)
		return 0
	}})
	if err != nil {
		panic(err)
	}
	return s
}

func Example() {
	host := server()
	defer host.Close()

	x := sshx.New(sshx.Options{
		KeyData: []string{key}, ConfigFiles: []string{}, KnownHosts: []string{os.DevNull},
	})
	defer x.Close()

	cmd := commands.Command("docker", "ps", "--filter", "label=service=my app")
	cmd.Stdout = os.Stdout
	if err := x.Run(context.Background(), host.Addr(), cmd); err != nil {
		fmt.Println(err)
	}
	// Output: root runs: docker ps --filter 'label=service=my app'
}

func ExampleExecutor_Client() {
	host, err := sshtest.Listen("127.0.0.1:0", sshtest.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer host.Close()

	x := sshx.New(sshx.Options{
		KeyData: []string{key}, ConfigFiles: []string{}, KnownHosts: []string{os.DevNull},
	})
	defer x.Close() // ends the connection

	client, err := x.Client(context.Background(), host.Addr())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close() // ends what was begun with the client

	copied := filepath.Join(os.TempDir(), "kamal-example-services")
	defer os.Remove(copied)
	if err := client.Download("/etc/services", copied); err != nil {
		fmt.Println(err)
	}
	text, _ := os.ReadFile(copied)
	fmt.Println(strings.Contains(string(text), "ssh"))
	// Output: true
}

// key is of no use anywhere: the server of the examples lets everybody in.
var key = sshtest.PEM()
