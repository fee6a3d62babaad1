package advice

import (
	"errors"

	"github.com/kamal-go/kamal/kamal/config"
	"github.com/kamal-go/kamal/kamal/secrets"
)

// logins are how people log in to vaults.
var logins = map[string]string{
	"op": "eval $(op signin)", "bw": "bw login", "bws": "export BWS_ACCESS_TOKEN=TOKEN", "lpass": "lpass login ACCOUNT",
	"aws": "aws sso login", "gcloud": "gcloud auth login", "doppler": "doppler login", "passbolt": "passbolt configure", "enpass-cli": "enpass-cli list",
}

// ofSecrets is about secrets, and the vaults they come from.
func (t trouble) ofSecrets() *next {
	if e, ok := errors.AsType[*secrets.MissingProgramError](t.err); ok {
		return &next{"once it is installed, this answers", e.Program + " --version"}
	}
	check := t.kamal("secrets check")
	program, fromVault := errors.AsType[*secrets.ProgramError](t.err)
	switch {
	case errors.Is(t.err, secrets.ErrNotLoggedIn) && fromVault && logins[program.Program] != "":
		return &next{"log in to the vault", logins[program.Program]}
	case errors.Is(t.err, secrets.ErrNotLoggedIn):
		return &next{"log in to the vault, then see what comes of it", check}
	case isA[*secrets.UsageError](t.err):
		return &next{"how secrets are fetched", "kamal help secrets fetch"}
	case fromVault && logins[program.Program] != "" && !errors.Is(t.err, secrets.ErrAnswer):
		return &next{"if it is for want of a login, log in", logins[program.Program]}
	case fromVault, errors.Is(t.err, secrets.ErrNotFound), errors.Is(t.err, secrets.ErrAnswer):
		return &next{"once it is mended, see that all secrets are there", check}
	case errors.Is(t.err, config.ErrSecretsFile):
		return &next{"once the file is mended, see that all secrets are there", check}
	case t.Command == "secrets check" && errors.Is(t.err, config.ErrNoSecret):
		return &next{"write them as said above, then look again", t.again()}
	case errors.Is(t.err, config.ErrNoSecret), errors.Is(t.err, config.ErrEmptySecret):
		return &next{"what needs which secret, and where it comes from", check}
	}
	return nil
}
