using Fairlead.Migration.Terway.Terms;
using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary><c>10-terway.conf</c> and <c>10-terway.conflist</c>: one plug-in, or several of which the first is Terway.</summary>
internal static class CniConf
{
    public static AgentPart Translate(YamlValue root, Report report)
    {
        if (!root["plugins"].IsPresent)
        {
            return Plugin(root, report);
        }

        foreach (var key in root.Keys.Where(key => key != "plugins"))
        {
            report.Say(CniTerms.Keys, key);
        }

        var agent = new AgentPart();
        foreach (var plugin in root["plugins"].Items)
        {
            var type = plugin["type"].Required("terway");
            if (type == "terway")
            {
                agent = Plugin(plugin, report);
            }
            else if (CniTerms.Plugins.Find(type) is not null)
            {
                report.Say(CniTerms.Plugins, type, "plugins: ");
            }
            else
            {
                report.OtherMeaning($"plugins: {type}", "add it to the plugins of 10-fairlead.conflist, behind fairlead-cni");
            }
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
                    agent = agent with { Mtu = Mtu(plugin[key], report) };
                    break;
                case "host_stack_cidrs":
                    agent = agent with { NodeLocalRanges = [.. plugin[key].Ranges().Select(range => range.Network)] };
                    report.TakenOver(key, "agent.yaml: nodeLocalRanges, which pods with an ENI of their own reach by the node");
                    break;
                case "eniip_virtual_type":
                    VirtualType(plugin[key], report);
                    break;
                case "capabilities":
                    Capabilities(plugin[key], report);
                    break;
                default:
                    report.Say(CniTerms.Keys, key);
                    break;
            }
        }

        return agent;
    }

    private static int? Mtu(YamlValue value, Report report)
    {
        // To Terway 0 is no MTU.
        var mtu = value.Number(0);
        if (mtu == 0)
        {
            report.NotNeeded("mtu", "is not set; mtu: auto, the uplink's, is the default of agent.yaml");
            return null;
        }

        if (mtu is < 68 or > 65535)
        {
            value.Say($"{mtu} is not between 68 and 65535 octets");
        }

        report.TakenOver("mtu", "agent.yaml: mtu");
        return mtu;
    }

    private static void VirtualType(YamlValue value, Report report)
    {
        var type = value.Parse<char>(
            text => text.ToLowerInvariant() switch { "veth" => 'v', "ipvlan" => 'i', "datapathv2" => 'd', _ => null },
            "is none of veth, ipvlan, datapathv2");
        report.Say(type == 'v' ? Fate.NotNeeded : Fate.OtherMeaning, "eniip_virtual_type", type switch
        {
            'v' => "pods of shared ENIs are on veths, with one rule per ENI instead of two per pod",
            'i' => "there are no ipvlan links: pods of shared ENIs are on veths, and services need nothing for it",
            _ => "there is no eBPF datapath: pods of shared ENIs are on veths, and services are kube-proxy's, which has to run",
        });
    }

    private static void Capabilities(YamlValue value, Report report)
    {
        if (!value.IsMapping)
        {
            value.Say("must be a mapping: {\"portMappings\": true}");
        }

        foreach (var name in value.Keys)
        {
            var key = $"capabilities.{name}";
            if (CniTerms.Keys.Find(key) is not null)
            {
                report.Say(CniTerms.Keys, key);
            }
            else
            {
                report.Unknown(key, CniTerms.Keys.Names.Where(known => known.StartsWith("capabilities.", StringComparison.Ordinal)));
            }
        }
    }
}
