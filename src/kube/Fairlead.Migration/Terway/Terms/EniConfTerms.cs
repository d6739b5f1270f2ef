using static Fairlead.Migration.Terway.Terms.Sentences;

namespace Fairlead.Migration.Terway.Terms;

/// <summary>The keys of <c>eni_conf</c>, as of Terway 1.17. Those that <see cref="EniConf"/> reads say more of themselves there.</summary>
internal static class EniConfTerms
{
    private const string Reclaim = "what is too much goes back after `pool.reclaimAfterSeconds`, as much as a call takes";

    public static TermTable Cluster { get; } = new(
        "eni_conf",
        new("version", Fate.NotNeeded, "resources have their version in `apiVersion`"),
        new("access_key access_secret credential_path", Fate.OtherMeaning, Credentials),
        new("region_id", Fate.OtherMeaning, "the controller's `--region`"),
        new("service_cidr", Fate.TakenOver, "`serviceRanges` of agent.yaml, which pods with an ENI of their own reach by the node"),
        new("vswitches", Fate.TakenOver, "`vSwitches`, of all zones in one list: a node uses those of its own zone, and a change counts for new ENIs at once"),
        new("vswitch_selection_policy", Fate.OtherMeaning, "`vSwitchSelection: mostFree`, for that is what Terway does under `ordered` and `most`, and spreads them as `random` does; for the order of the list write `ordered`"),
        new("security_group security_groups", Fate.TakenOver, "`securityGroups`, both together"),
        new("eni_tags", Fate.OtherMeaning, "the value of `ack.aliyun.com` becomes `cluster`; ENIs get no tags but `fairlead.io/cluster` and such as say what an ENI is for"),
        new("eni_tag_filter eni_tag_block_list", Fate.NotNeeded, "only ENIs with the tag `fairlead.io/cluster` of this cluster are used or touched"),
        new("ip_stack", Fate.TakenOver, "`families`; `ipv6` becomes `dual`, for there are no pods without IPv4"),
        new("min_pool_size max_pool_size", Fate.TakenOver, "`pool.minFree`, and `pool.batch` as their distance, 49 at most"),
        new("idle_ip_reclaim_after", Fate.TakenOver, "`pool.reclaimAfterSeconds`, a day at most"),
        new("idle_ip_reclaim_batch_size idle_ip_reclaim_interval idle_ip_reclaim_jitter_factor", Fate.NotNeeded, Reclaim),
        new("ip_warm_up_size", Fate.NotNeeded, "a node that joins gets its pool at once, with its ENIs"),
        new("ip_pool_sync_period", Fate.NotNeeded, "the pool follows the pods at once"),
        new("enable_eni_trunking", Fate.TakenOver, "`nodePools[].trunk`; pods ask for `fairlead.io/member-eni`"),
        new("enable_ip_prefix", Fate.TakenOver, "`pool.prefixes`, which can be changed later"),
        new("ipv4_prefix_count ipv6_prefix_count", Fate.OtherMeaning, "the number of prefixes follows the pods, as that of addresses does: `pool.minFree` says how much is free beforehand"),
        new("min_eni", Fate.NoCounterpart, "say how many addresses are to be free instead: `pool.minFree`"),
        new("max_eni eni_cap_ratio eni_cap_shift", Fate.NoCounterpart, "the limits are those of the instance type; a smaller number of ENIs cannot be set"),
        new("prefix", Fate.NotNeeded, OwnNames),
        new("eni_selection_policy", Fate.OtherMeaning, "pods are packed onto the ENIs that have most of them, so that others become free; `least_ips` is not there"),
        new("enable_erdma", Fate.NoCounterpart, NoRdma),
        new("custom_stateful_workload_kinds", Fate.OtherMeaning, Stateful),
        new("ipam_type", Fate.NotNeeded, ByController),
        new("backoff_override rate_limit", Fate.NotNeeded, Paced),
        new("extra_routes", Fate.NoCounterpart, "pods on veths reach everything by the node, whose own routes decide; a pod with an ENI of its own gets no further routes"),
        new("disable_device_plugin", Fate.NotNeeded, "there is none: the controller writes `fairlead.io/eni` and `aliyun/eni` into the node's capacity"),
        new("kube_client_qps kube_client_burst", Fate.NotNeeded, Store),
        new("resource_group_id", Fate.NoCounterpart, "ENIs are made in the account's default resource group"),
        new("enable_patch_pod_ips", Fate.NotNeeded, "nothing reads the annotation `k8s.aliyun.com/pod-ips`; the addresses are in the pod's status"));

    /// <summary>What becomes of them in a ConfigMap that only some nodes have; of others it is as in the cluster's.</summary>
    public static TermTable Node { get; } = new(
        "eni_conf of the ConfigMap that a node's label terway-config names",
        new("vswitches", Fate.TakenOver, "`nodePools[].vSwitches`, together with the cluster's of those zones that it does not name; a zone that is null has none"),
        new("min_pool_size max_pool_size idle_ip_reclaim_after enable_ip_prefix", Fate.TakenOver, "`nodePools[].pool`, together with what the cluster's `eni_conf` says of it; what is null is as where nobody sets it"),
        new("enable_eni_trunking", Fate.TakenOver, "`nodePools[].trunk`"),
        new("security_group security_groups", Fate.NoCounterpart, "nodes have no security groups of their own: write a PodNetworkClass with `securityGroups`, whose selector has the pods that run there"),
        new("vswitch_selection_policy", Fate.NoCounterpart, "nodes have none of their own: `vSwitchSelection` is of the cluster, or of a PodNetworkClass"),
        new("ip_stack", Fate.NoCounterpart, "all nodes have the cluster's `families`; with `dual`, nodes whose type has no IPv6 addresses get IPv4 alone"),
        new("service_cidr", Fate.OtherMeaning, "write it as `serviceRanges` into agent.yaml of these nodes: each node has its own file"),
        new("eni_tags", Fate.NoCounterpart, "tags are the cluster's: `fairlead.io/cluster` is on all ENIs, and `fairlead.io/node` says which node they are for"));
}
