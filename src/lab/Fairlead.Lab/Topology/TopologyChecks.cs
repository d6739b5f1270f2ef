using System.Text.RegularExpressions;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Configuration;
using Fairlead.Yaml;

namespace Fairlead.Lab.Topology;

/// <summary>What the parts of a topology must be to each other. The VPC's own rules are the fabric's; here they only get their place in the file.</summary>
internal static partial class TopologyChecks
{
    // Two addresses for a node that rolls its pods, and room to see the pool's rest: less teaches nothing.
    private const int LeastPods = 8;

    // As many as the largest instance types can have on ENIs; a typing error beyond.
    private const int MostPods = 1000;

    /// <param name="file">The same file, for the places.</param>
    public static IReadOnlyList<Problem> Find(LabTopology topology, YamlValue file)
    {
        var problems = new List<Problem>();
        var root = file.NotedIn(problems);
        Vpc(topology, root);
        Names(topology, root);
        Ranges(topology, root);
        Slices(topology, root);
        return problems;
    }

    private static void Vpc(LabTopology topology, YamlValue root)
    {
        try
        {
            ConfigurationReader.Read(topology.Vpc, DateTimeOffset.UnixEpoch);
        }
        catch (ProblemException error)
        {
            // Names that are given twice are told below, at the second.
            foreach (var problem in error.Problems.Where(problem => problem.Path != "instances"))
            {
                root.Find(problem.Path.Replace("instances", "hosts", StringComparison.Ordinal)).Say(problem.Message);
            }
        }
    }

    private static void Names(LabTopology topology, YamlValue root)
    {
        foreach (var (i, host) in root["hosts"].Items.Concat(root["outside"].Items).Index())
        {
            var name = host["name"].Text() ?? "";
            if (!HostName().IsMatch(name))
            {
                host["name"].Say($"'{name}' is no host name: small letters, digits and hyphens, 40 at most, a letter first");
            }
            else if (topology.HostNames.Take(i).Contains(name))
            {
                host["name"].Say($"another host has the name {name} already");
            }
        }
    }

    private static void Ranges(LabTopology topology, YamlValue root)
    {
        var taken = topology.Vpc.Cidrs.Select(range => ("the VPC's", range)).ToList();
        foreach (var (name, ranges) in new[] { ("podRanges", topology.PodRanges), ("serviceRanges", topology.ServiceRanges) })
        {
            foreach (var (i, range) in ranges.Index())
            {
                var yaml = root[name].Items[i];
                Network(yaml, range);
                foreach (var (owner, other) in taken.Where(other => other.range.Overlaps(range)))
                {
                    yaml.Say($"{range} overlaps {owner} range {other}");
                }

                taken.Add(($"{name[..^1]}", range));
            }
        }
    }

    private static void Slices(LabTopology topology, YamlValue root)
    {
        var taken = new List<(string Node, Cidr Slice)>();
        var hosts = root["hosts"].Items.Where(TopologyReader.IsNode).ToList();
        foreach (var (node, yaml) in topology.Nodes.Zip(hosts))
        {
            if (yaml["pods"].IsPresent && node.PodSlices.Count == 0)
            {
                yaml["pods"].Say("a node needs at least one range for its pods, such as 10.244.1.0/24");
            }

            if (!yaml["pods"].IsPresent && topology.Cluster is not { HasController: true })
            {
                yaml["node"].Say($"{node.Name} has no ranges for its pods: write pods: [10.244.1.0/24], say, or let a controller give them, with cluster: {{}}");
            }

            if (node.MostPods is < 1 or > MostPods)
            {
                yaml["maxPods"].Say($"{node.MostPods} is not from 1 to {MostPods}");
            }

            foreach (var (i, slice) in node.PodSlices.Index())
            {
                Slice(yaml["pods"].Items[i], slice, topology, taken);
                taken.Add((node.Name, slice));
            }
        }
    }

    private static void Slice(YamlValue yaml, Cidr slice, LabTopology topology, List<(string Node, Cidr Slice)> taken)
    {
        Network(yaml, slice);
        if (slice.Count < LeastPods)
        {
            yaml.Say($"{slice} is too small: it holds {slice.Count} addresses, a node needs {LeastPods}; write a /{slice.Address.BitLength - 3} or larger");
        }

        if (!topology.PodRanges.Any(range => range.Contains(slice)))
        {
            yaml.Say($"{slice} lies in none of podRanges ({(topology.PodRanges.Count == 0 ? "none given" : string.Join(", ", topology.PodRanges))})");
        }

        foreach (var other in taken.Where(other => other.Slice.Overlaps(slice)))
        {
            yaml.Say($"{slice} overlaps {other.Slice} of {other.Node}");
        }
    }

    private static void Network(YamlValue yaml, Cidr range)
    {
        if (!range.IsNetwork)
        {
            yaml.Say($"{range} has host bits; did you mean {range.Network}?");
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex HostName();
}
