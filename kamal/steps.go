package kamal

import "cmp"

// Step is a step of an operation: it names the work in events, whatever words that
// is told to people with.
type Step string

// The steps that there are. Those of accessories are about one, which is the
// subject of the event, and so is the version of [StepRemoveVersion].
const (
	StepBootApp           Step = "boot-app"
	StepStartApp          Step = "start-app"
	StepStopApp           Step = "stop-app"
	StepPrepareHosts      Step = "prepare-hosts"
	StepTagLatest         Step = "tag-latest"
	StepTagLatestAndPrune Step = "tag-latest-and-prune"
	StepPutBack           Step = "put-back"
	StepStopStale         Step = "stop-stale"
	StepGoLive            Step = "go-live"
	StepGoIntoMaintenance Step = "go-into-maintenance"
	StepRemoveVersion     Step = "remove-version"
	StepRemoveContainers  Step = "remove-containers"
	StepRemoveImages      Step = "remove-images"
	StepRemoveAppFolders  Step = "remove-app-folders"
	StepRemoveFormerRoles Step = "remove-former-roles"
	StepRemoveRest        Step = "remove-rest"

	StepBuild           Step = "build"
	StepBuildDev        Step = "build-dev"
	StepReadyHosts      Step = "ready-hosts"
	StepPull            Step = "pull"
	StepPullSeeds       Step = "pull-seeds"
	StepPullMirrored    Step = "pull-mirrored"
	StepForwardRegistry Step = "forward-registry"
	StepLogIn           Step = "log-in"
	StepLogOut          Step = "log-out"

	StepFindDocker      Step = "find-docker"
	StepMakeNetwork     Step = "make-network"
	StepPushEnv         Step = "push-env"
	StepDeleteEnv       Step = "delete-env"
	StepPrune           Step = "prune"
	StepPruneContainers Step = "prune-containers"
	StepPruneImages     Step = "prune-images"

	StepBootAccessory            Step = "boot-accessory"
	StepStartAccessory           Step = "start-accessory"
	StepStopAccessory            Step = "stop-accessory"
	StepRestartAccessory         Step = "restart-accessory"
	StepPrepareAccessory         Step = "prepare-accessory"
	StepRemoveOldAccessory       Step = "remove-old-accessory"
	StepUploadAccessoryFiles     Step = "upload-accessory-files"
	StepMakeAccessoryFolders     Step = "make-accessory-folders"
	StepPullAccessory            Step = "pull-accessory"
	StepRemoveAccessory          Step = "remove-accessory"
	StepRemoveAccessoryContainer Step = "remove-accessory-container"
	StepRemoveAccessoryImage     Step = "remove-accessory-image"
	StepRemoveAccessoryFolder    Step = "remove-accessory-folder"
	StepLogOutAccessory          Step = "log-out-accessory"

	StepBootProxy            Step = "boot-proxy"
	StepStartProxy           Step = "start-proxy"
	StepStopProxy            Step = "stop-proxy"
	StepRestartProxy         Step = "restart-proxy"
	StepPrepareProxyReboot   Step = "prepare-proxy-reboot"
	StepRebootProxy          Step = "reboot-proxy"
	StepPrepareProxySwitch   Step = "prepare-proxy-switch"
	StepSwitchProxy          Step = "switch-proxy"
	StepMoveToProxy          Step = "move-to-proxy"
	StepRemoveProxy          Step = "remove-proxy"
	StepRemoveProxyContainer Step = "remove-proxy-container"
	StepRemoveProxyImage     Step = "remove-proxy-image"
	StepRemoveProxyFolder    Step = "remove-proxy-folder"
	StepChangeProxySettings  Step = "change-proxy-settings"

	StepBootTraefik            Step = "boot-traefik"
	StepStartTraefik           Step = "start-traefik"
	StepStopTraefik            Step = "stop-traefik"
	StepRestartTraefik         Step = "restart-traefik"
	StepRebootTraefik          Step = "reboot-traefik"
	StepMoveToTraefik          Step = "move-to-traefik"
	StepRemoveTraefik          Step = "remove-traefik"
	StepRemoveTraefikContainer Step = "remove-traefik-container"
	StepRemoveTraefikImage     Step = "remove-traefik-image"
)

// stepWords say to people what is done in a step.
var stepWords = map[Step]string{
	StepBootApp:                  "booting the app",
	StepStartApp:                 "starting the app",
	StepStopApp:                  "stopping the app",
	StepPrepareHosts:             "preparing the hosts",
	StepTagLatest:                "tagging the latest image",
	StepTagLatestAndPrune:        "tagging the latest image and pruning",
	StepPutBack:                  "putting the old version back",
	StepStopStale:                "stopping stale containers",
	StepGoLive:                   "going live",
	StepGoIntoMaintenance:        "going into maintenance",
	StepRemoveVersion:            "removing containers of version",
	StepRemoveContainers:         "removing containers",
	StepRemoveImages:             "removing images",
	StepRemoveAppFolders:         "removing the app's folders",
	StepRemoveFormerRoles:        "removing what former roles left",
	StepRemoveRest:               "removing what is left",
	StepBuild:                    "building the image",
	StepBuildDev:                 "building the working directory",
	StepReadyHosts:               "getting the hosts ready",
	StepPull:                     "pulling the image",
	StepPullSeeds:                "pulling the image to seed the mirrors",
	StepPullMirrored:             "pulling the image by the mirrors",
	StepForwardRegistry:          "forwarding the local registry to the hosts",
	StepLogIn:                    "logging in to the registry",
	StepLogOut:                   "logging out of the registry",
	StepFindDocker:               "looking for docker",
	StepMakeNetwork:              "making the network",
	StepPushEnv:                  "pushing env files",
	StepDeleteEnv:                "deleting env files",
	StepPrune:                    "pruning old containers and images",
	StepPruneContainers:          "pruning containers",
	StepPruneImages:              "pruning images",
	StepBootAccessory:            "booting accessory",
	StepStartAccessory:           "starting accessory",
	StepStopAccessory:            "stopping accessory",
	StepRestartAccessory:         "restarting accessory",
	StepPrepareAccessory:         "getting ready for accessory",
	StepRemoveOldAccessory:       "removing the old container of accessory",
	StepUploadAccessoryFiles:     "uploading files of accessory",
	StepMakeAccessoryFolders:     "making directories of accessory",
	StepPullAccessory:            "pulling the image of accessory",
	StepRemoveAccessory:          "removing accessory",
	StepRemoveAccessoryContainer: "removing the container of accessory",
	StepRemoveAccessoryImage:     "removing the image of accessory",
	StepRemoveAccessoryFolder:    "removing the folder of accessory",
	StepLogOutAccessory:          "logging out of the registry of accessory",
	StepBootProxy:                "booting the proxy",
	StepStartProxy:               "starting the proxy",
	StepStopProxy:                "stopping the proxy",
	StepRestartProxy:             "restarting the proxy",
	StepPrepareProxyReboot:       "getting ready to reboot the proxy",
	StepRebootProxy:              "rebooting the proxy",
	StepPrepareProxySwitch:       "getting ready to switch the proxy",
	StepSwitchProxy:              "switching the proxy",
	StepMoveToProxy:              "moving to kamal-proxy",
	StepRemoveProxy:              "removing the proxy",
	StepRemoveProxyContainer:     "removing the proxy's container",
	StepRemoveProxyImage:         "removing the proxy's image",
	StepRemoveProxyFolder:        "removing the proxy's folder",
	StepChangeProxySettings:      "changing the proxy's settings",
	StepBootTraefik:              "booting Traefik",
	StepStartTraefik:             "starting Traefik",
	StepStopTraefik:              "stopping Traefik",
	StepRestartTraefik:           "restarting Traefik",
	StepRebootTraefik:            "rebooting Traefik",
	StepMoveToTraefik:            "moving back to Traefik",
	StepRemoveTraefik:            "removing Traefik",
	StepRemoveTraefikContainer:   "removing Traefik's container",
	StepRemoveTraefikImage:       "removing Traefik's image",
}

// words say what a step does; most have no subject.
func (s Step) words(subject string) string {
	text := cmp.Or(stepWords[s], string(s))
	if subject != "" {
		text += " " + subject
	}
	return text
}
