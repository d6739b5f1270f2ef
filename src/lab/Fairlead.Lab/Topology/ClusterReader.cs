using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Yaml;

namespace Fairlead.Lab.Topology;

/// <summary>Reads the topology's <c>cluster</c>: fields of a ClusterNetwork, with names where that has ids.</summary>
internal static class ClusterReader
{
    // As validation of the ClusterNetwork has it: the cloud takes at most 49 addresses in one call.
    private const int MostBatch = 49;

    // Of the same: within that time a call that was thought to be lost may still have its effect.
    private const int LeastCollection = 30;

    private static readonly (string, PodNetworkMode)[] Modes =
        [("vpcRoute", PodNetworkMode.VpcRoute), ("sharedEni", PodNetworkMode.SharedEni), ("exclusiveEni", PodNetworkMode.ExclusiveEni)];

    private static readonly (string, VSwitchSelection)[] Selections = [("ordered", VSwitchSelection.Ordered), ("mostFree", VSwitchSelection.MostFree)];

    /// <param name="root">The whole topology, in which vSwitches and groups are named.</param>
    /// <returns>Null where the lab is no cluster.</returns>
    public static LabCluster? Read(YamlValue root)
    {
        var yaml = root["cluster"];
        if (!yaml.IsPresent)
        {
            return null;
        }

        yaml.Allow("controller", "mode", "routes", "families", "vSwitches", "vSwitchSelection", "securityGroups", "pool", "nodePools", "collection");
        var spec = new ClusterNetworkSpec
        {
            Cluster = LabCluster.Name,
            PodRanges = root["podRanges"].Ranges(),
            Mode = yaml["mode"].Choice(Modes) ?? PodNetworkMode.VpcRoute,
            Routes = yaml["routes"].Choice(("managed", RouteUpkeep.Managed), ("report", RouteUpkeep.Report)) ?? RouteUpkeep.Managed,
            Families = yaml["families"].Choice(("ipv4", AddressFamilies.Ipv4), ("dual", AddressFamilies.Dual), ("ipv6", AddressFamilies.Ipv6)) ?? AddressFamilies.Ipv4,
            VSwitches = Names(root, yaml["vSwitches"], "vSwitches", "vSwitch"),
            VSwitchSelection = yaml["vSwitchSelection"].Choice(Selections) ?? VSwitchSelection.Ordered,
            SecurityGroups = Names(root, yaml["securityGroups"], "securityGroups", "security group"),
            Pool = Pool(yaml["pool"]),
            Collection = Collection(yaml["collection"]),
            NodePools = [.. yaml["nodePools"].Items.Select(pool => NodePool(root, pool))],
        };
        return new LabCluster(spec, yaml["controller"].Flag(true));
    }

    /// <summary>Labels, or what selects by them.</summary>
    public static IReadOnlyDictionary<string, string> Labels(YamlValue yaml)
    {
        if (yaml.IsPresent && !yaml.IsMapping)
        {
            yaml.Say("names and values are expected; write { pool: shared }, say");
        }

        return yaml.Keys.ToDictionary(key => key, key => yaml[key].Text() ?? "");
    }

    private static NodePool NodePool(YamlValue root, YamlValue yaml)
    {
        yaml.Allow("name", "nodeSelector", "mode", "exclusiveEnis", "trunk", "vSwitches", "pool");
        return new NodePool
        {
            Name = yaml["name"].Required("shared"),
            NodeSelector = new LabelSelector { MatchLabels = Labels(yaml["nodeSelector"]) },
            Mode = yaml["mode"].Choice(Modes) ?? PodNetworkMode.VpcRoute,
            ExclusiveEnis = yaml["exclusiveEnis"].IsPresent ? yaml["exclusiveEnis"].Number(0) : null,
            Trunk = yaml["trunk"].Flag(false),
            VSwitches = Names(root, yaml["vSwitches"], "vSwitches", "vSwitch"),
            Pool = yaml["pool"].IsPresent ? Pool(yaml["pool"]) : null,
        };
    }

    private static PoolSettings Pool(YamlValue yaml)
    {
        yaml.Allow("batch", "minFree", "prefixes", "reclaimAfter", "rest", "spareAttached", "spareDetached");
        var otherwise = new PoolSettings();
        return otherwise with
        {
            Batch = Within(yaml["batch"], otherwise.Batch, 1, MostBatch),
            MinFree = Within(yaml["minFree"], otherwise.MinFree, 0, int.MaxValue),
            Prefixes = yaml["prefixes"].Flag(otherwise.Prefixes),
            ReclaimAfterSeconds = Seconds(yaml["reclaimAfter"], otherwise.ReclaimAfterSeconds),
            RestSeconds = Seconds(yaml["rest"], otherwise.RestSeconds),
            SpareAttached = Within(yaml["spareAttached"], otherwise.SpareAttached, 0, int.MaxValue),
            SpareDetached = Within(yaml["spareDetached"], otherwise.SpareDetached, 0, int.MaxValue),
        };
    }

    private static CollectionSettings Collection(YamlValue yaml)
    {
        yaml.Allow("dryRun", "after");
        var otherwise = new CollectionSettings();
        var after = Seconds(yaml["after"], otherwise.AfterSeconds);
        if (after < LeastCollection)
        {
            yaml["after"].Say($"{after}s is less than {LeastCollection}s");
        }

        return new CollectionSettings { DryRun = yaml["dryRun"].Flag(otherwise.DryRun), AfterSeconds = after };
    }

    private static int Within(YamlValue yaml, int otherwise, int least, int most)
    {
        var number = yaml.Number(otherwise);
        if (number < least || number > most)
        {
            yaml.Say($"{number} is {(number < least ? $"less than {least}" : $"more than {most}")}");
        }

        return number;
    }

    private static int Seconds(YamlValue yaml, int otherwise) => yaml.Duration() is { } time ? (int)Math.Ceiling(time.TotalSeconds) : otherwise;

    private static List<string> Names(YamlValue root, YamlValue yaml, string list, string what)
    {
        var known = root[list].Items.Select(item => item["name"].Text() ?? "").ToList();
        var names = new List<string>();
        foreach (var item in yaml.Items)
        {
            var name = item.Text() ?? "";
            if (!known.Contains(name))
            {
                item.Say(Model.Problems.Nearest.Sentence(what, name, known));
            }

            names.Add(name);
        }

        return names;
    }
}
