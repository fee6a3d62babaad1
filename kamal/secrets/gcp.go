package secrets

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

var gcpSecretManager = adapter{
	name:         "gcp_secret_manager",
	exact:        []string{"gcp_secret_manager"},
	anyCase:      []string{"gcp"},
	program:      "gcloud",
	install:      "the Google Cloud command line",
	version:      "--version",
	needsAccount: true,
	check:        checkGCP,
	login:        loginGCP,
	fetch:        fetchGCP,
}

// gcpDefault is the account, or the project, that gcloud is set to itself.
const gcpDefault = "default"

type gcpRef struct{ project, name, version string }

func checkGCP(v *vault) error {
	for _, name := range v.names {
		if ref := parseGCPRef(name); ref.project == "" || ref.name == "" {
			return usage("name %q is no [PROJECT/]NAME[/VERSION]", name)
		}
	}
	return nil
}

func loginGCP(ctx context.Context, v *vault) error {
	if ok, err := v.gcpHasAccounts(ctx); ok || err != nil {
		return err
	}
	if _, err := v.run(ctx, "auth", "login"); err != nil {
		return loginFailed(err)
	}
	ok, err := v.gcpHasAccounts(ctx)
	if err == nil && !ok {
		return ErrNotLoggedIn
	}
	return err
}

func (v *vault) gcpHasAccounts(ctx context.Context) (bool, error) {
	var accounts []struct{}
	err := v.ask(ctx, &accounts, "auth", "list", "--format=json")
	return len(accounts) > 0, err
}

func fetchGCP(ctx context.Context, v *vault) error {
	for _, name := range v.names {
		ref := parseGCPRef(name)
		key := ref.project + "/" + ref.name
		text, err := v.gcpAccess(ctx, ref)
		if err != nil {
			return fmt.Errorf("getting %q: %w", key, err)
		}
		v.found.put(key, textValue(text))
	}
	return nil
}

func (v *vault) gcpAccess(ctx context.Context, ref gcpRef) (string, error) {
	args := []string{"secrets", "versions", "access", ref.version, "--secret=" + ref.name}
	if ref.project != gcpDefault {
		args = append(args, "--project="+ref.project)
	}
	user, chain, _ := strings.Cut(v.account, "|")
	if user != gcpDefault && user != "" {
		args = append(args, "--account="+user)
	}
	if chain != "" {
		args = append(args, "--impersonate-service-account="+chain)
	}
	var answer struct {
		Payload struct{ Data *string }
	}
	if err := v.ask(ctx, &answer, append(args, "--format=json")...); err != nil {
		return "", err
	}
	if answer.Payload.Data == nil {
		return "", v.bad(errForm)
	}
	return decodeBase64(*answer.Payload.Data)
}

var stdAlphabet = strings.NewReplacer("-", "+", "_", "/", "=", "")

// decodeBase64 reads both alphabets: gcloud writes the one for URLs, the service itself the other.
func decodeBase64(text string) (string, error) {
	data, err := base64.RawStdEncoding.DecodeString(stdAlphabet.Replace(text))
	if err != nil {
		return "", fmt.Errorf("%w: not base64", ErrAnswer)
	}
	if !utf8.Valid(data) {
		return "", errors.New("the value is binary, not text")
	}
	return string(data), nil
}

func parseGCPRef(name string) gcpRef {
	path := parts(name)
	if len(path) == 1 {
		path = []string{gcpDefault, path[0]}
	}
	ref := gcpRef{project: path[0], name: path[1], version: "latest"}
	if len(path) > 2 {
		ref.version = path[2]
	}
	return ref
}
