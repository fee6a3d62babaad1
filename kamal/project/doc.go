// Package project opens a project: its configuration, and a deployer that reaches
// the hosts, gets the secrets and writes runs down as that configuration says. The
// command line does the same and nothing else.
//
//	p, err := project.Open(ctx, project.Options{})
//	if err != nil {
//		return err
//	}
//	defer p.Close()
//	return p.Deploy(ctx, kamal.DeployOptions{})
//
// Jump hosts, ProxyCommand, keys and ssh_config count as they do for plain ssh,
// $(kamal secrets ...) in a secrets file fetches from the vaults without another
// process, and log files and collectors of records get every run. Questions, such
// as for the passphrase of a key, go to the functions in [Options]; without them
// nobody is asked.
//
// For parts of it there are [Load], [sshx.FromConfig] and [kamal.New].
package project
