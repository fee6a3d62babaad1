package kamal

import "cmp"

// Step is a step of an operation: it names the work in events, whatever words that
// is told to people with. docs/json.md lists all there are; those that programs look
// for most are constants.
type Step string

// The steps that there are. Those of accessories are about one, which is the
// subject of the event, and so is the version of remove-version.
const (
	StepBootApp           Step = "boot-app"
	stepStartApp          Step = "start-app"
	stepStopApp           Step = "stop-app"
	stepPrepareHosts      Step = "prepare-hosts"
	stepTagLatest         Step = "tag-latest"
	stepTagLatestAndPrune Step = "tag-latest-and-prune"
	stepPutBack           Step = "put-back"
	stepStopStale         Step = "stop-stale"
	stepGoLive            Step = "go-live"
	stepGoIntoMaintenance Step = "go-into-maintenance"
	stepRemoveVersion     Step = "remove-version"
	stepRemoveContainers  Step = "remove-containers"
	stepRemoveImages      Step = "remove-images"
	stepRemoveAppFolders  Step = "remove-app-folders"
	stepRemoveFormerRoles Step = "remove-former-roles"
	stepRemoveRest        Step = "remove-rest"

	StepBuild           Step = "build"
	stepBuildDev        Step = "build-dev"
	stepReadyHosts      Step = "ready-hosts"
	StepPull            Step = "pull"
	stepPullSeeds       Step = "pull-seeds"
	stepPullMirrored    Step = "pull-mirrored"
	stepForwardRegistry Step = "forward-registry"
	StepLogIn           Step = "log-in"
	stepLogOut          Step = "log-out"

	stepFindDocker      Step = "find-docker"
	stepMakeNetwork     Step = "make-network"
	stepPushEnv         Step = "push-env"
	stepDeleteEnv       Step = "delete-env"
	StepPrune           Step = "prune"
	stepPruneContainers Step = "prune-containers"
	stepPruneImages     Step = "prune-images"

	StepBootAccessory            Step = "boot-accessory"
	stepStartAccessory           Step = "start-accessory"
	stepStopAccessory            Step = "stop-accessory"
	stepRestartAccessory         Step = "restart-accessory"
	stepPrepareAccessory         Step = "prepare-accessory"
	stepRemoveOldAccessory       Step = "remove-old-accessory"
	stepUploadAccessoryFiles     Step = "upload-accessory-files"
	stepMakeAccessoryFolders     Step = "make-accessory-folders"
	stepPullAccessory            Step = "pull-accessory"
	stepRemoveAccessory          Step = "remove-accessory"
	stepRemoveAccessoryContainer Step = "remove-accessory-container"
	stepRemoveAccessoryImage     Step = "remove-accessory-image"
	stepRemoveAccessoryFolder    Step = "remove-accessory-folder"
	stepLogOutAccessory          Step = "log-out-accessory"

	StepBootProxy            Step = "boot-proxy"
	stepStartProxy           Step = "start-proxy"
	stepStopProxy            Step = "stop-proxy"
	stepRestartProxy         Step = "restart-proxy"
	stepPrepareProxyReboot   Step = "prepare-proxy-reboot"
	stepRebootProxy          Step = "reboot-proxy"
	stepPrepareProxySwitch   Step = "prepare-proxy-switch"
	stepSwitchProxy          Step = "switch-proxy"
	stepMoveToProxy          Step = "move-to-proxy"
	stepRemoveProxy          Step = "remove-proxy"
	stepRemoveProxyContainer Step = "remove-proxy-container"
	stepRemoveProxyImage     Step = "remove-proxy-image"
	stepRemoveProxyFolder    Step = "remove-proxy-folder"
	stepChangeProxySettings  Step = "change-proxy-settings"

	stepBootTraefik    Step = "boot-traefik"
	stepStartTraefik   Step = "start-traefik"
	stepStopTraefik    Step = "stop-traefik"
	stepRestartTraefik Step = "restart-traefik"
	stepRebootTraefik  Step = "reboot-traefik"
	stepMoveToTraefik  Step = "move-to-traefik"
	stepRemoveTraefik  Step = "remove-traefik"
)

// stepWords say to people what is done in a step.
var stepWords = map[Step]string{
	StepBootApp:                  "booting the app",
	stepStartApp:                 "starting the app",
	stepStopApp:                  "stopping the app",
	stepPrepareHosts:             "preparing the hosts",
	stepTagLatest:                "tagging the latest image",
	stepTagLatestAndPrune:        "tagging the latest image and pruning",
	stepPutBack:                  "putting the old version back",
	stepStopStale:                "stopping stale containers",
	stepGoLive:                   "going live",
	stepGoIntoMaintenance:        "going into maintenance",
	stepRemoveVersion:            "removing containers of version",
	stepRemoveContainers:         "removing containers",
	stepRemoveImages:             "removing images",
	stepRemoveAppFolders:         "removing the app's folders",
	stepRemoveFormerRoles:        "removing what former roles left",
	stepRemoveRest:               "removing what is left",
	StepBuild:                    "building the image",
	stepBuildDev:                 "building the working directory",
	stepReadyHosts:               "getting the hosts ready",
	StepPull:                     "pulling the image",
	stepPullSeeds:                "pulling the image to seed the mirrors",
	stepPullMirrored:             "pulling the image by the mirrors",
	stepForwardRegistry:          "forwarding the local registry to the hosts",
	StepLogIn:                    "logging in to the registry",
	stepLogOut:                   "logging out of the registry",
	stepFindDocker:               "looking for docker",
	stepMakeNetwork:              "making the network",
	stepPushEnv:                  "pushing env files",
	stepDeleteEnv:                "deleting env files",
	StepPrune:                    "pruning old containers and images",
	stepPruneContainers:          "pruning containers",
	stepPruneImages:              "pruning images",
	StepBootAccessory:            "booting accessory",
	stepStartAccessory:           "starting accessory",
	stepStopAccessory:            "stopping accessory",
	stepRestartAccessory:         "restarting accessory",
	stepPrepareAccessory:         "getting ready for accessory",
	stepRemoveOldAccessory:       "removing the old container of accessory",
	stepUploadAccessoryFiles:     "uploading files of accessory",
	stepMakeAccessoryFolders:     "making directories of accessory",
	stepPullAccessory:            "pulling the image of accessory",
	stepRemoveAccessory:          "removing accessory",
	stepRemoveAccessoryContainer: "removing the container of accessory",
	stepRemoveAccessoryImage:     "removing the image of accessory",
	stepRemoveAccessoryFolder:    "removing the folder of accessory",
	stepLogOutAccessory:          "logging out of the registry of accessory",
	StepBootProxy:                "booting the proxy",
	stepStartProxy:               "starting the proxy",
	stepStopProxy:                "stopping the proxy",
	stepRestartProxy:             "restarting the proxy",
	stepPrepareProxyReboot:       "getting ready to reboot the proxy",
	stepRebootProxy:              "rebooting the proxy",
	stepPrepareProxySwitch:       "getting ready to switch the proxy",
	stepSwitchProxy:              "switching the proxy",
	stepMoveToProxy:              "moving to kamal-proxy",
	stepRemoveProxy:              "removing the proxy",
	stepRemoveProxyContainer:     "removing the proxy's container",
	stepRemoveProxyImage:         "removing the proxy's image",
	stepRemoveProxyFolder:        "removing the proxy's folder",
	stepChangeProxySettings:      "changing the proxy's settings",
	stepBootTraefik:              "booting Traefik",
	stepStartTraefik:             "starting Traefik",
	stepStopTraefik:              "stopping Traefik",
	stepRestartTraefik:           "restarting Traefik",
	stepRebootTraefik:            "rebooting Traefik",
	stepMoveToTraefik:            "moving back to Traefik",
	stepRemoveTraefik:            "removing Traefik",
}

// words say what a step does; most have no subject.
func (s Step) words(subject string) string {
	text := cmp.Or(stepWords[s], string(s))
	if subject != "" {
		text += " " + subject
	}
	return text
}
