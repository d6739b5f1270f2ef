using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Topology;
using Fairlead.Yaml;

namespace Fairlead.Lab.Topology;

/// <summary>Reads a topology file; all its mistakes are told together.</summary>
public static class TopologyReader
{
    private static readonly string[] Delays = ["attach", "attachMember", "detach", "delete"];
    private static readonly string[] Limits = ["attachesInFlight", "routeEntryQuota"];

    /// <param name="source">What the file is called in messages.</param>
    /// <exception cref="ProblemException">Everything that is wrong, each with line and column.</exception>
    public static LabTopology Read(string text, string source)
    {
        var file = new YamlFile(text, source);
        var root = file.Root;
        root.Allow("cidrs", "natGateway", "podRanges", "serviceRanges", "vSwitches", "hosts", "outside", "routes", "securityGroups", "hostileDhcp", "cluster", "cloud");
        var topology = ReadAll(root);
        var told = file.Problems.Select(problem => problem.Path).ToHashSet();
        file.Check(TopologyChecks.Find(topology, root).Where(problem => !told.Contains(problem.Path) && !IsAboutStandIn(problem)));
        return topology;
    }

    // What could not be read has been complained of; what follows from its stand-in would only confuse.
    private static bool IsAboutStandIn(Problem problem) => problem.Message.Contains($"{YamlValue.Nowhere}", StringComparison.Ordinal);

    private static LabTopology ReadAll(YamlValue root)
    {
        var hosts = root["hosts"].Items;
        var vpc = new VpcConfiguration
        {
            Cidrs = root["cidrs"].Ranges(),
            VSwitches = [.. root["vSwitches"].Items.Select(VSwitch)],
            Instances = [.. hosts.Select(Instance)],
            SecurityGroups = [.. root["securityGroups"].Items.Select(Group)],
            Routes = [.. root["routes"].Items.Select(Route)],
            Outside = [.. root["outside"].Items.Select(Outside)],
        };
        return new LabTopology(
            root["natGateway"].IsPresent ? vpc with { NatGateway = root["natGateway"].Address() } : vpc,
            [.. hosts.Where(IsNode).Select(Node)],
            root["podRanges"].Ranges(),
            root["serviceRanges"].Ranges())
        {
            HostileHosts = Hostile(root, hosts),
            Cluster = ClusterReader.Read(root),
            CloudSettings = CloudSettings(root["cloud"]),
        };
    }

    /// <summary>Whether a host is a node of the cluster: what says so is one of two keys.</summary>
    internal static bool IsNode(YamlValue host) => host["pods"].IsPresent || host["node"].Flag(false);

    private static LabNode Node(YamlValue host) => new(host["name"].Text() ?? "", host["pods"].IsPresent ? host["pods"].Ranges() : [])
    {
        Labels = ClusterReader.Labels(host["labels"]),
        MostPods = host["maxPods"].Number(LabNode.UsualPods),
    };

    // Delays and the two limits that a scenario may want otherwise; the rest is said in a file of faults.
    private static Dictionary<string, string> CloudSettings(YamlValue yaml)
    {
        yaml.Allow([.. Delays, .. Limits]);
        foreach (var delay in Delays)
        {
            SettingsReader.Range(yaml[delay]);
        }

        foreach (var limit in Limits)
        {
            if (yaml[limit].Number(1) < 1)
            {
                yaml[limit].Say($"'{yaml[limit].Text()}' is no whole number from 1");
            }
        }

        return yaml.Keys.ToDictionary(key => key, key => yaml[key].Text() ?? "");
    }

    private static HashSet<string> Hostile(YamlValue root, IReadOnlyList<YamlValue> hosts)
    {
        var all = root["hostileDhcp"].Flag(false);
        return [.. hosts.Where(host => host["hostileDhcp"].Flag(all)).Select(host => host["name"].Text() ?? "")];
    }

    private static VSwitchConfiguration VSwitch(YamlValue yaml)
    {
        yaml.Allow("name", "cidr", "cidr6");
        return new VSwitchConfiguration(yaml["name"].Required("vsw-cluster"), RequiredRange(yaml["cidr"], "172.16.10.0/24"), yaml["cidr6"].Range());
    }

    private static InstanceConfiguration Instance(YamlValue yaml)
    {
        yaml.Allow("name", "vSwitch", "address", "address6", "type", "mtu", "publicAddress", "securityGroups", "pods", "node", "labels", "maxPods", "sourceDestinationCheck", "hostileDhcp");
        yaml["address"].Required("172.16.10.11");
        return new InstanceConfiguration(yaml["name"].Required("node-1"), yaml["vSwitch"].Required("vsw-cluster"), yaml["address"].Address() ?? YamlValue.Nowhere)
        {
            Address6 = yaml["address6"].Address(),
            Type = yaml["type"].Text() ?? "ecs.g7.xlarge",
            Mtu = yaml["mtu"].Number(1500),
            PublicAddress = yaml["publicAddress"].Address(),
            SecurityGroups = [.. yaml["securityGroups"].Items.Select(group => group.Text() ?? "")],
            // A node forwards what is not its own.
            SourceDestinationCheck = yaml["sourceDestinationCheck"].Flag(!IsNode(yaml)),
        };
    }

    private static OutsideConfiguration Outside(YamlValue yaml)
    {
        yaml.Allow("name", "kind", "addresses", "mtu");
        yaml["kind"].Required("internet");
        var kind = yaml["kind"].Choice(("internet", OutsideKind.Internet), ("cloudService", OutsideKind.CloudService));
        return new OutsideConfiguration(yaml["name"].Required("internet"), kind ?? OutsideKind.Internet, yaml["addresses"].Addresses()) { Mtu = yaml["mtu"].Number(1500) };
    }

    private static RouteConfiguration Route(YamlValue yaml)
    {
        yaml.Allow("destination", "nextHop");
        return new RouteConfiguration(RequiredRange(yaml["destination"], "10.244.1.0/24"), yaml["nextHop"].Required("node-1"));
    }

    private static SecurityGroupConfiguration Group(YamlValue yaml)
    {
        yaml.Allow("name", "rules");
        return new SecurityGroupConfiguration(yaml["name"].Required("web"), [.. yaml["rules"].Items.Select(RuleReader.Read)]);
    }

    private static Cidr RequiredRange(YamlValue yaml, string example)
    {
        yaml.Required(example);
        return yaml.Range() ?? YamlValue.Nowhere.ToCidr();
    }
}
