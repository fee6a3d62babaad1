package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

var awsSecretsManager = adapter{
	name:    "aws_secrets_manager",
	exact:   []string{"aws_secrets_manager"},
	program: "aws",
	install: "the AWS command line",
	version: "--version",
	fetch:   fetchAWS,
}

// The service takes no more names in one call.
const awsBatch = 20

type awsSecret struct {
	Name         string
	SecretString *string
}

type awsError struct {
	SecretID string `json:"SecretId"`
	Message  string
}

func fetchAWS(ctx context.Context, v *vault) error {
	for names := range slices.Chunk(v.names, awsBatch) {
		if err := v.awsFetchBatch(ctx, names); err != nil {
			return fmt.Errorf("getting %s: %w", quoted(names), err)
		}
	}
	return nil
}

func (v *vault) awsFetchBatch(ctx context.Context, names []string) error {
	args := append([]string{"secretsmanager", "batch-get-secret-value", "--secret-id-list"}, names...)
	if v.account != "" {
		args = append(args, "--profile", v.account)
	}
	var answer struct {
		SecretValues []awsSecret
		Errors       []awsError
	}
	if err := v.ask(ctx, &answer, append(args, "--output", "json")...); err != nil {
		return err
	}
	if len(answer.Errors) > 0 {
		return v.bad(awsErrors(answer.Errors))
	}
	for _, secret := range answer.SecretValues {
		if secret.SecretString == nil {
			return fmt.Errorf("secret %q is binary, not text", secret.Name)
		}
		v.awsTake(secret.Name, *secret.SecretString)
	}
	return nil
}

func (v *vault) awsTake(name, text string) {
	list, err := members(text)
	switch {
	case errors.Is(err, errForm):
		v.found.put(name, textValue(plain(json.RawMessage(strings.TrimSpace(text)))))
	case err != nil:
		v.found.put(name, textValue(text))
	}
	for _, m := range list {
		v.found.put(name+"/"+m.name, textValue(plain(m.raw)))
	}
}

func awsErrors(list []awsError) error {
	texts := make([]string, len(list))
	for i, e := range list {
		texts[i] = e.SecretID + ": " + e.Message
	}
	return errors.New(strings.Join(texts, "; "))
}
