using static Fairlead.Migration.Terway.Terms.Sentences;

namespace Fairlead.Migration.Terway.Terms;

/// <summary>What stands in <c>10-terway.conf</c> and <c>10-terway.conflist</c>.</summary>
internal static class CniTerms
{
    private const string Conflist = "deploy/10-fairlead.conflist has its own";

    public static TermTable Keys { get; } = new(
        "10-terway.conf and 10-terway.conflist",
        new("cniVersion name type plugins", Fate.NotNeeded, Conflist),
        new("mtu", Fate.TakenOver, "`mtu` of agent.yaml"),
        new("auto_mtu", Fate.NotNeeded, "`mtu: auto`, the uplink's, is the default of agent.yaml"),
        new("host_stack_cidrs", Fate.TakenOver, "`nodeLocalRanges` of agent.yaml, which pods with an ENI of their own reach by the node"),
        new("eniip_virtual_type", Fate.OtherMeaning, "pods of shared ENIs are on veths always, as with `veth`: there are no ipvlan links and no eBPF datapath, and " + ProxyRuns),
        new("capabilities.portMappings", Fate.NotNeeded, "hostPorts are part of Fairlead"),
        new("capabilities.bandwidth bandwidth_mode", Fate.NoCounterpart, NoShaping),
        new("enable_network_priority", Fate.NoCounterpart, "packets of pods have no priorities"),
        new("network_policy_provider", Fate.NoCounterpart, NoPolicy),
        new("veth_prefix", Fate.NotNeeded, "Terway does not heed it either; " + OwnNames),
        new("disable_host_peer", Fate.NoCounterpart, "a pod with an ENI of its own has a second link to its node, always: services and what is on the node alone are reached by it"),
        new("vlan_strip_type", Fate.NotNeeded, "a member ENI is a VLAN link inside the pod; filters that push and pop tags are not there"),
        new("symmetric_routing symmetric_routing_config", Fate.NotNeeded, "replies leave by the ENI that the request came in on, always"),
        new("debug", Fate.NotNeeded, "`fairlead doctor`, `fairlead why` and `fairlead table` say what a log would be searched for"),
        new("cilium_args cilium_enable_hubble cilium_hubble_metrics cilium_hubble_listen_address cilium_hubble_metrics_server", Fate.NoCounterpart, NoCilium));

    public static TermTable Plugins { get; } = new(
        "Plug-ins behind Terway in a conflist",
        new("portmap", Fate.NotNeeded, "hostPorts are part of Fairlead: do not chain it"),
        new("bandwidth", Fate.NoCounterpart, NoShaping),
        new("cilium-cni", Fate.NoCounterpart, NoCilium + ": do not chain it"));
}
