using static Fairlead.Migration.Terway.Terms.Sentences;

namespace Fairlead.Migration.Terway.Terms;

/// <summary>What holds settings: ConfigMaps, Secrets, values of the chart, the environment.</summary>
internal static class FileTerms
{
    public static TermTable ConfigMap { get; } = new(
        "Keys of ConfigMaps",
        new("eni_conf", Fate.TakenOver, "ClusterNetwork `default`; of a ConfigMap that the label `terway-config` names, a node pool of it"),
        new("10-terway.conf 10-terway.conflist", Fate.TakenOver, "agent.yaml; of both, the conflist counts"),
        new("ctrl-config.yaml", Fate.TakenOver, "ClusterNetwork `default` and options of the controller"),
        new("disable_network_policy", Fate.NoCounterpart, NoPolicy),
        new("in_cluster_loadbalance", Fate.NoCounterpart, "addresses of load balancers are kube-proxy's: it answers them inside the cluster already"),
        new("felix_relay_service", Fate.NotNeeded, "there is no Felix in it"),
        new("cilium-config.yaml", Fate.NoCounterpart, NoCilium));

    public static TermTable Secret { get; } = new(
        "Keys of Secrets",
        new Term("ctrl-secret.yaml access-key-id access-key-secret", Fate.OtherMeaning, "values are not shown; only the controller has credentials, and takes them as docs/guide/credentials.md says"));

    public static TermTable Chart { get; } = new(
        "Values of the chart",
        new("terway.securityGroupIDs terway.vSwitchIDs terway.serviceCIDR terway.ipStack", Fate.OtherMeaning, "the chart writes it into `eni_conf`: translate the ConfigMap that `helm template` prints"),
        new("terwayControlplane.regionID terwayControlplane.clusterID terwayControlplane.vpcID terwayControlplane.ipStack terwayControlplane.enableTrunk terwayControlplane.enableTrace terwayControlplane.controllers terwayControlplane.healthzBindAddress terwayControlplane.clusterDomain terwayControlplane.webhookPort", Fate.OtherMeaning, "the chart writes it into ctrl-config.yaml: translate the ConfigMap that `helm template` prints"),
        new("terway.accessKey terway.accessSecret terway.credentialPath terwayControlplane.accessKey terwayControlplane.accessSecret terwayControlplane.credentialPath", Fate.OtherMeaning, Credentials),
        new("terwayControlplane.otelEndpoint terwayControlplane.otelToken", Fate.NoCounterpart, NoTraces),
        new("centralizedIPAM", Fate.NotNeeded, ByController),
        new("featureGates", Fate.OtherMeaning, "each gate by itself"),
        new("terway.daemonMode", Fate.OtherMeaning, "`mode: sharedEni`"),
        new("terway.enableDatapathV2", Fate.OtherMeaning, "there is no eBPF datapath: " + ProxyRuns),
        new("terway.networkPolicyProvider terway.enableNetworkPolicy", Fate.NoCounterpart, NoPolicy),
        new("terway.ciliumArgs", Fate.NoCounterpart, NoCilium),
        new("terwayControlplane.replicaCount", Fate.OtherMeaning, "`replicas` of deploy/controller.yaml: 2, of which one leads"),
        new("terwayControlplane.webhookFailurePolicy terwayControlplane.webhookTimeoutSeconds terwayControlplane.service", Fate.NotNeeded, "there is no webhook"),
        new("terway.image terwayControlplane.image terwayControlplane.resources terwayControlplane.nodeSelector terwayControlplane.tolerations terwayControlplane.affinity terwayControlplane.envs terwayControlplane.logLevel", Fate.NotNeeded, "deploy/controller.yaml has its own; there is no chart"),
        new("terwayMigrate", Fate.NotNeeded, "it moves Lingjun's ENIs, which are left alone"));

    public static TermTable Environment { get; } = new(
        "Environment variables",
        new("ECS_ENDPOINT VPC_ENDPOINT", Fate.OtherMeaning, "the controller's `--endpoint`, one for all of the cloud's APIs; without it, `--network vpc` or `internet` chooses among those of the region"),
        new("EFLO_ENDPOINT EFLO_REGION_ID EFLO_CONTROLLER_ENDPOINT", Fate.NoCounterpart, NoLingjun),
        new("X-ACSPROXY-ASCM-CONTEXT", Fate.NoCounterpart, "calls have no headers of your own"),
        new("IDEMPOTENT_KEY_CACHE_SIZE", Fate.NotNeeded, "each call that makes something has a token of its own, for all its repetitions"),
        new("TERWAY_GC_RULES", Fate.NotNeeded, "what bears our mark and nobody wants is removed at the agent's start, and whenever all is read again"),
        new("DISABLE_POLICY", Fate.NoCounterpart, NoPolicy),
        new("IN_CLUSTER_LOADBALANCE", Fate.NoCounterpart, "addresses of load balancers are kube-proxy's: it answers them inside the cluster already"),
        new("FELIX_TYPHAK8SSERVICENAME", Fate.NotNeeded, "there is no Felix in it"),
        new("CILIUM_K8S_NAMESPACE CILIUM_CNI_CHAINING_MODE", Fate.NoCounterpart, NoCilium),
        new("NODE_NAME NODENAME K8S_NODE_NAME", Fate.OtherMeaning, "`nodeName` of agent.yaml, the host's name where it is not set"),
        new("POD_NAMESPACE K8S_POD_NAME MY_POD_IP", Fate.NotNeeded, "agent and controller need not know which pod they are"));
}
