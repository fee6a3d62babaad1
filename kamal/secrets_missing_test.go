package kamal_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kamal-go/kamal/kamal"
	"github.com/kamal-go/kamal/kamal/config"
)

const needy = `service: app
image: acme/app
servers: [app1]
registry: {server: registry.example.com, username: deployer, password: [REGISTRY_PASSWORD]}
builder: {arch: amd64, context: ., secrets: [BUILD_TOKEN]}
env: {secret: [TOKEN]}
`

const proxied = needy + `proxy: {host: example.com, ssl: {certificate_pem: CERTIFICATE, private_key_pem: KEY}}
accessories:
  one: {image: x, host: app1}
  two: {image: x, host: app1, env: {secret: [TWO]}, registry: {server: other.example.com, username: u, password: [OTHER_PASSWORD]}}
`

const behindTraefik = needy + "traefik: {env: {secret: [TRAEFIK]}}\n"

// A secret that is missing is known before anything is built, locked or changed,
// and before a hook runs.
func TestSecrets_MissingOnesStopEverythingBeforeItBegins(t *testing.T) {
	all := []string{"REGISTRY_PASSWORD", "BUILD_TOKEN", "TOKEN", "CERTIFICATE", "KEY", "TWO", "OTHER_PASSWORD", "TRAEFIK"}
	boot, accessories := []string{"TOKEN", "CERTIFICATE", "KEY"}, []string{"REGISTRY_PASSWORD", "TWO", "OTHER_PASSWORD"}
	type run = func(context.Context, *kamal.Deployer) error
	for name, tt := range map[string]struct {
		text  string
		needs []string
		run   run
	}{
		"setup":     {proxied, all[:7], func(ctx context.Context, d *kamal.Deployer) error { return d.Setup(ctx, kamal.DeployOptions{}) }},
		"deploy":    {proxied, all[:5], func(ctx context.Context, d *kamal.Deployer) error { return d.Deploy(ctx, kamal.DeployOptions{}) }},
		"redeploy":  {proxied, all[:5], func(ctx context.Context, d *kamal.Deployer) error { return d.Redeploy(ctx, kamal.DeployOptions{}) }},
		"deploy -P": {proxied, append(boot, "REGISTRY_PASSWORD"), func(ctx context.Context, d *kamal.Deployer) error { return d.Deploy(ctx, skipPush) }},
		"rollback": {proxied, boot, func(ctx context.Context, d *kamal.Deployer) error {
			return d.Rollback(ctx, kamal.RollbackOptions{Version: "1"})
		}},
		"app boot":      {proxied, boot, func(ctx context.Context, d *kamal.Deployer) error { return d.AppBoot(ctx, kamal.AppOptions{}) }},
		"build push":    {proxied, all[:2], func(ctx context.Context, d *kamal.Deployer) error { return d.BuildPush(ctx, kamal.BuildOptions{}) }},
		"build deliver": {proxied, all[:2], func(ctx context.Context, d *kamal.Deployer) error { return d.BuildDeliver(ctx, kamal.BuildOptions{}) }},
		"build pull":    {proxied, all[:1], func(ctx context.Context, d *kamal.Deployer) error { return d.BuildPull(ctx) }},
		"build dev":     {proxied, all[1:2], func(ctx context.Context, d *kamal.Deployer) error { return d.BuildDev(ctx, kamal.BuildOptions{}) }},
		"registry setup": {proxied, all[:1], func(ctx context.Context, d *kamal.Deployer) error {
			return d.RegistrySetup(ctx, kamal.RegistryOptions{})
		}},
		"registry login": {proxied, all[:1], func(ctx context.Context, d *kamal.Deployer) error {
			return d.RegistryLogin(ctx, kamal.RegistryOptions{})
		}},
		"proxy boot":     {proxied, all[:1], func(ctx context.Context, d *kamal.Deployer) error { return d.ProxyBoot(ctx) }},
		"proxy reboot":   {proxied, all[:1], func(ctx context.Context, d *kamal.Deployer) error { return d.ProxyReboot(ctx, kamal.RebootOptions{}) }},
		"accessory boot": {proxied, accessories, func(ctx context.Context, d *kamal.Deployer) error { return d.AccessoryBoot(ctx, kamal.AllAccessories) }},
		"accessory reboot": {proxied, accessories, func(ctx context.Context, d *kamal.Deployer) error {
			return d.AccessoryReboot(ctx, kamal.AllAccessories)
		}},
		"accessory pull": {proxied, []string{"OTHER_PASSWORD"}, func(ctx context.Context, d *kamal.Deployer) error { return d.AccessoryPullImage(ctx, "two") }},
		"accessory upgrade": {proxied, accessories, func(ctx context.Context, d *kamal.Deployer) error {
			return d.AccessoryUpgrade(ctx, kamal.AllAccessories, kamal.RebootOptions{})
		}},
		"upgrade":        {proxied, append(slices.Concat(boot, accessories), "REGISTRY_PASSWORD"), func(ctx context.Context, d *kamal.Deployer) error { return d.Upgrade(ctx, kamal.RebootOptions{}) }},
		"env push":       {proxied, []string{"TOKEN", "TWO"}, func(ctx context.Context, d *kamal.Deployer) error { return d.EnvPush(ctx) }},
		"traefik deploy": {behindTraefik, []string{"REGISTRY_PASSWORD", "BUILD_TOKEN", "TOKEN", "TRAEFIK"}, func(ctx context.Context, d *kamal.Deployer) error { return d.Deploy(ctx, kamal.DeployOptions{}) }},
		"downgrade":      {behindTraefik, []string{"REGISTRY_PASSWORD", "TOKEN", "TRAEFIK"}, func(ctx context.Context, d *kamal.Deployer) error { return d.Downgrade(ctx, kamal.RebootOptions{}) }},
	} {
		for _, missing := range tt.needs {
			t.Run(name+" without "+missing, func(t *testing.T) {
				f := newFleet(t, tt.text)
				f.env = nil
				for _, s := range all {
					if f.env = append(f.env, s+"=value of "+s); s == missing {
						f.env[len(f.env)-1] = s + "="
					}
				}
				err := tt.run(t.Context(), f.at("1"))
				if !errors.Is(err, config.ErrEmptySecret) || !strings.Contains(err.Error(), missing+" is empty") {
					t.Errorf("got %v", err)
				}
				if did := f.Transcript(); did != "" {
					t.Errorf("it has begun:\n%s", did)
				}
			})
		}
	}
}
