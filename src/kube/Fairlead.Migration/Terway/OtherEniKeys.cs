namespace Fairlead.Migration.Terway;

/// <summary>Keys of <c>eni_conf</c> whose value is not taken over, and why. The names and their sense are those of Terway 1.17.</summary>
internal static class OtherEniKeys
{
    private const string Credentials = "was not read: only the controller has credentials, and takes them as docs/guide/credentials.md says";
    private const string Limits = "the limits are those of the instance type; a smaller number of ENIs cannot be set";
    private const string Paced = "calls are paced and repeated by what the cloud answers, in one place for the whole cluster";
    private const string OwnTag = "only ENIs with the tag fairlead.io/cluster of this cluster are used or touched";
    private const string Reclaim = "what is too much goes back after pool.reclaimAfterSeconds, as much as a call takes";
    private const string InController = "addresses are always given by the controller, and reach the node by its NodeNetwork";
    private const string Prefixes = "the number of prefixes follows the pods, as that of addresses does: pool.minFree says how much is free beforehand";

    public static IReadOnlyDictionary<string, (Fate Fate, string Text)> All { get; } = new Dictionary<string, (Fate, string)>
    {
        ["version"] = (Fate.NotNeeded, "resources have their version in apiVersion"),
        ["access_key"] = (Fate.OtherMeaning, Credentials),
        ["access_secret"] = (Fate.OtherMeaning, Credentials),
        ["credential_path"] = (Fate.OtherMeaning, Credentials),
        ["region_id"] = (Fate.OtherMeaning, "the controller's --region"),
        ["ip_warm_up_size"] = (Fate.NotNeeded, "a node that joins gets its pool at once, with its ENIs"),
        ["idle_ip_reclaim_batch_size"] = (Fate.NotNeeded, Reclaim),
        ["idle_ip_reclaim_interval"] = (Fate.NotNeeded, Reclaim),
        ["idle_ip_reclaim_jitter_factor"] = (Fate.NotNeeded, Reclaim),
        ["min_eni"] = (Fate.NoCounterpart, "say how many addresses are to be free instead: pool.minFree"),
        ["max_eni"] = (Fate.NoCounterpart, Limits),
        ["eni_cap_ratio"] = (Fate.NoCounterpart, Limits),
        ["eni_cap_shift"] = (Fate.NoCounterpart, Limits),
        ["prefix"] = (Fate.NotNeeded, "links have names of their own, fl and 12 hex digits"),
        ["eni_selection_policy"] = (Fate.OtherMeaning, "pods are packed onto the ENIs that have most of them, so that others become free; least_ips is not there"),
        ["enable_erdma"] = (Fate.NoCounterpart, "no pod gets RDMA"),
        ["custom_stateful_workload_kinds"] = (Fate.OtherMeaning, "a class with fixedAddress is for StatefulSets; any other pod keeps its address by an AddressReservation"),
        ["ipam_type"] = (Fate.NotNeeded, InController),
        ["backoff_override"] = (Fate.NotNeeded, Paced),
        ["rate_limit"] = (Fate.NotNeeded, Paced),
        ["extra_routes"] = (Fate.NoCounterpart, "pods on veths reach everything by the node, whose own routes decide; a pod with an ENI of its own gets no further routes"),
        ["disable_device_plugin"] = (Fate.NotNeeded, "there is none: the controller writes fairlead.io/eni and aliyun/eni into the node's capacity"),
        ["eni_tag_filter"] = (Fate.NotNeeded, OwnTag),
        ["eni_tag_block_list"] = (Fate.NotNeeded, OwnTag),
        ["kube_client_qps"] = (Fate.NotNeeded, "agents watch what is theirs and ask for nothing while a pod is added"),
        ["kube_client_burst"] = (Fate.NotNeeded, "agents watch what is theirs and ask for nothing while a pod is added"),
        ["resource_group_id"] = (Fate.NoCounterpart, "ENIs are made in the account's default resource group"),
        ["enable_patch_pod_ips"] = (Fate.NotNeeded, "nothing reads the annotation k8s.aliyun.com/pod-ips; the addresses are in the pod's status"),
        ["ip_pool_sync_period"] = (Fate.NotNeeded, "the pool follows the pods at once"),
        ["ipv4_prefix_count"] = (Fate.OtherMeaning, Prefixes),
        ["ipv6_prefix_count"] = (Fate.OtherMeaning, Prefixes),
    };
}
