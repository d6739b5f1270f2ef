using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary><c>10-terway.conf</c> and <c>10-terway.conflist</c>: one plug-in, or several of which the first is Terway.</summary>
internal static class CniConf
{
    private const string Policy = "NetworkPolicy objects are not enforced: have another means before you change over, if you rely on them";
    private const string Shaping = "bandwidth is not limited";
    private const string OwnReplies = "replies leave by the ENI that the request came in on, always";
    private const string NodeLink = "a pod with an ENI of its own has a second link to its node, always: services and what is on the node alone are reached by it";

    private static readonly Dictionary<string, (Fate Fate, string Text)> Keys = new()
    {
        ["cniVersion"] = (Fate.NotNeeded, "deploy/10-fairlead.conflist has its own"),
        ["name"] = (Fate.NotNeeded, "deploy/10-fairlead.conflist has its own"),
        ["type"] = (Fate.NotNeeded, "deploy/10-fairlead.conflist has its own"),
        ["veth_prefix"] = (Fate.NotNeeded, "Terway does not heed it either; links are named fl and 12 hex digits"),
        ["disable_host_peer"] = (Fate.NoCounterpart, NodeLink),
        ["vlan_strip_type"] = (Fate.NotNeeded, "a member ENI is a VLAN link inside the pod; filters that push and pop tags are not there"),
        ["auto_mtu"] = (Fate.NotNeeded, "mtu: auto, the uplink's, is the default"),
        ["bandwidth_mode"] = (Fate.NoCounterpart, Shaping),
        ["enable_network_priority"] = (Fate.NoCounterpart, "packets of pods have no priorities"),
        ["debug"] = (Fate.NotNeeded, "fairlead doctor, why and table say what a log would be searched for"),
        ["symmetric_routing"] = (Fate.NotNeeded, OwnReplies),
        ["symmetric_routing_config"] = (Fate.NotNeeded, OwnReplies),
        ["network_policy_provider"] = (Fate.NoCounterpart, Policy),
        ["cilium_args"] = (Fate.NoCounterpart, "there is no Cilium in it"),
        ["cilium_enable_hubble"] = (Fate.NoCounterpart, "there is no Cilium in it"),
        ["cilium_hubble_metrics"] = (Fate.NoCounterpart, "there is no Cilium in it"),
        ["cilium_hubble_listen_address"] = (Fate.NoCounterpart, "there is no Cilium in it"),
        ["cilium_hubble_metrics_server"] = (Fate.NoCounterpart, "there is no Cilium in it"),
    };

    private static readonly Dictionary<string, (Fate Fate, string Text)> Plugins = new()
    {
        ["portmap"] = (Fate.NotNeeded, "hostPorts are part of Fairlead: do not chain it"),
        ["bandwidth"] = (Fate.NoCounterpart, Shaping),
        ["cilium-cni"] = (Fate.NoCounterpart, "there is no Cilium in it: do not chain it"),
    };

    /// <summary>The key of <c>eni-config</c> that turns policies off.</summary>
    public static (Fate Fate, string Text) PolicySwitch(string? value) =>
        value == "true" ? (Fate.NotNeeded, "policies are off as before") : (Fate.NoCounterpart, Policy);

    public static AgentPart Translate(YamlValue root, Report report)
    {
        if (!root["plugins"].IsPresent)
        {
            return Plugin(root, report);
        }

        var agent = new AgentPart();
        foreach (var plugin in root["plugins"].Items)
        {
            var type = plugin["type"].Required("terway");
            if (type == "terway")
            {
                agent = Plugin(plugin, report);
                continue;
            }

            var (fate, text) = Plugins.GetValueOrDefault(type, (Fate.OtherMeaning, "add it to the plugins of 10-fairlead.conflist, behind fairlead-cni"));
            report.Say(fate, $"plugins: {type}", text);
        }

        return agent;
    }

    private static AgentPart Plugin(YamlValue plugin, Report report)
    {
        var agent = new AgentPart();
        foreach (var key in plugin.Keys.Where(key => plugin[key].IsPresent))
        {
            switch (key)
            {
                case "mtu":
                    agent = agent with { Mtu = plugin[key].Number(1500) };
                    report.TakenOver(key, "agent.yaml: mtu");
                    break;
                case "host_stack_cidrs":
                    agent = agent with { NodeLocalRanges = plugin[key].Ranges() };
                    report.TakenOver(key, "agent.yaml: nodeLocalRanges, which pods with an ENI of their own reach by the node");
                    break;
                case "eniip_virtual_type":
                    VirtualType(plugin[key], report);
                    break;
                case "capabilities":
                    Capabilities(plugin[key], report);
                    break;
                default:
                    Other(key, report);
                    break;
            }
        }

        return agent;
    }

    private static void Other(string key, Report report)
    {
        if (Keys.TryGetValue(key, out var known))
        {
            report.Say(known.Fate, key, known.Text);
        }
        else
        {
            report.Unknown(key, Keys.Keys.Concat(["mtu", "host_stack_cidrs", "eniip_virtual_type", "capabilities"]));
        }
    }

    private static void VirtualType(YamlValue value, Report report)
    {
        var type = value.Text()?.ToLowerInvariant();
        report.Say(type == "veth" ? Fate.NotNeeded : Fate.OtherMeaning, "eniip_virtual_type", type switch
        {
            "veth" => "pods of shared ENIs are on veths, with one rule per ENI instead of two per pod",
            "ipvlan" => "there are no ipvlan links: pods of shared ENIs are on veths, and services need nothing for it",
            _ => "there is no eBPF datapath: pods of shared ENIs are on veths, and services are kube-proxy's, which has to run",
        });
    }

    private static void Capabilities(YamlValue value, Report report)
    {
        foreach (var name in value.Keys)
        {
            var (fate, text) = name switch
            {
                "portMappings" => (Fate.NotNeeded, "hostPorts are part of Fairlead"),
                "bandwidth" => (Fate.NoCounterpart, Shaping),
                _ => (Fate.NoCounterpart, "is not heeded"),
            };
            report.Say(fate, $"capabilities.{name}", text);
        }
    }
}
