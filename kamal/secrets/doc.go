// Package secrets fetches secrets from vaults, each through the vault's own command line.
//
// Nine vaults are known; [Adapters] lists them. The programs are the users' own (op, lpass, bw, bws, aws,
// gcloud, doppler, enpass-cli, passbolt), so logins, fingerprints and single sign-on work as they do in a
// terminal, and no vendor's library is linked in. The usual lines:
//
//	var fetcher secrets.Fetcher
//	values, err := fetcher.Fetch(ctx, secrets.Request{
//		Adapter: "1password",
//		Account: "my-team",
//		From:    "Production/Web",
//		Names:   []string{"DB_PASSWORD", "API_KEY"},
//	})
//	password, err := secrets.Extract("DB_PASSWORD", values.Reveal())
//
// # How a fetch goes
//
// The request is checked, the program must answer its version call, the login is looked at and made when
// it is missing, and then the secrets are fetched, with as few calls as the program allows. Programs are run
// by their words, never through a shell. They keep the terminal, and unless the [Fetcher] names others the
// standard input and the standard error of this process, so that they can ask and complain; their standard
// output is read.
//
// # Guarantees
//
// Equal requests to one [Fetcher] are made once, whether they come one after the other or at the same time.
// Its logins never run at the same time, for each may ask a question. A whole fetch has one deadline.
//
// What is fetched prints as [REDACTED]; only its Reveal and [Extract] give it away. Errors
// name programs, secrets and items, and never hold a value or the key of a session.
//
// # Secrets files
//
// A line $(kamal secrets fetch ...) of a secrets file needs no second process: [Fetcher.Inline] answers it.
// What fetch gives there is escaped, so that it can be handed to extract as one word.
//
// # What it does not do
//
// It stores nothing, and keeps no session longer than one fetch. It reads no file. The only variable of the
// environment it looks at is DOPPLER_TOKEN; what else the programs want from there is between them and the user.
package secrets
