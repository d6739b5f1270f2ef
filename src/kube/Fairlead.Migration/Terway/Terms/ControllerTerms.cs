using static Fairlead.Migration.Terway.Terms.Sentences;

namespace Fairlead.Migration.Terway.Terms;

/// <summary>What Terway's controller is told by <c>ctrl-config.yaml</c> and <c>ctrl-secret.yaml</c>.</summary>
internal static class ControllerTerms
{
    public static TermTable Config { get; } = new(
        "ctrl-config.yaml",
        new("clusterID", Fate.TakenOver, "`cluster`, where no tag says it"),
        new("vpcID", Fate.TakenOver, "`vpc`"),
        new("regionID", Fate.OtherMeaning, "the controller's `--region`"),
        new("ipStack", Fate.TakenOver, "`families`, where `eni_conf` does not say it"),
        new("enableTrunk", Fate.OtherMeaning, "`nodePools[].trunk`, which comes from `enable_eni_trunking` of `eni_conf`"),
        new("enableWebhookInjectResource disableWebhook", Fate.OtherMeaning, NoWebhook),
        new("webhookURLMode webhookPort certDir controllerNamespace controllerName clusterDomain", Fate.NotNeeded, "there is no webhook"),
        new("leaseLockName leaseLockNamespace", Fate.OtherMeaning, "the controller's `--lease NAMESPACE/NAME`, usually kube-system/fairlead-controller"),
        new("leaderElection leaseDuration renewDeadline retryPeriod", Fate.NotNeeded, "one leads, always; its Lease has times of its own"),
        new("metricsBindAddress", Fate.OtherMeaning, "the controller's `--metrics ADDRESS`"),
        new("healthzBindAddress", Fate.NoCounterpart, "there is no such page: the Lease says who leads, conditions of the ClusterNetwork and of the NodeNetworks what is wrong"),
        new("enableTrace", Fate.NoCounterpart, NoTraces),
        new("controllers", Fate.NotNeeded, "there is one controller, without parts to be switched on"),
        new("podMaxConcurrent podENIMaxConcurrent nodeMaxConcurrent eniMaxConcurrent multiIPPodMaxConcurrent multiIPNodeMaxConcurrent", Fate.NotNeeded, "one planner decides for all nodes, and as many calls are under way as the cloud takes"),
        new("multiIPNodeSyncPeriod multiIPGCPeriod multiIPMinSyncPeriodOnFailure multiIPMaxSyncPeriodOnFailure", Fate.NotNeeded, "nodes are planned when something changes; what leaked is collected after `collection.afterSeconds`"),
        new("nodeLabelWhiteList", Fate.OtherMeaning, "a node is served when its agent runs: choose nodes by the agent's DaemonSet"),
        new("enableDevicePlugin", Fate.NotNeeded, "there is none: the controller writes `fairlead.io/eni` and `aliyun/eni` into the node's capacity"),
        new("kubeClientQPS kubeClientBurst", Fate.NotNeeded, Store),
        new("vSwitchPoolSize vSwitchCacheTTL", Fate.NotNeeded, "a vSwitch that is full is passed over at once, and asked again"),
        new("customStatefulWorkloadKinds", Fate.OtherMeaning, Stateful),
        new("backoffOverride rateLimit", Fate.NotNeeded, Paced),
        new("ipamType centralizedIPAM", Fate.NotNeeded, ByController),
        new("degradation", Fate.NoCounterpart, "`collection.dryRun: true` stops collection; scale the controller's Deployment to 0 to stop all calls: pods live on, and new ones get what their node has in stock"));

    public static TermTable Secret { get; } = new(
        "ctrl-secret.yaml",
        new("accessKey accessSecret credentialPath secretNamespace secretName", Fate.OtherMeaning, Credentials),
        new("otelEndpoint otelToken", Fate.NoCounterpart, NoTraces));

    public static TermTable FeatureGates { get; } = new(
        "Feature gates",
        new("AutoDataPathV2 KubeProxyReplacement", Fate.NoCounterpart, "there is no eBPF datapath: " + ProxyRuns),
        new("EFLO", Fate.NoCounterpart, NoLingjun),
        new("WriteCNIConfFirst", Fate.NotNeeded, "the conflist is installed once; STATUS of the plug-in says whether the agent is ready"),
        new("ENIAttributeBasic", Fate.NotNeeded, "each call asks for what it needs"));
}
