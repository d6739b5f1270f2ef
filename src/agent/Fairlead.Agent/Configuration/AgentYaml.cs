using Fairlead.Agent.Cluster;
using Fairlead.Datapath;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Planning.Addresses;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fairlead.Agent.Configuration;

/// <summary>Reads <c>agent.yaml</c>, all mistakes at once.</summary>
public static class AgentYaml
{
    /// <param name="source">What the file is called in messages.</param>
    /// <param name="hostName">The node's name where the file gives none.</param>
    /// <exception cref="ProblemException">Everything that is wrong, each with line and column.</exception>
    public static AgentOptions Read(string text, string source, string hostName)
    {
        var problems = new List<Problem>();
        var root = new YamlField(Parse(text, source), "", problems);
        root.Allow(
            "nodeName", "uplink", "podSlices", "podRanges", "vpcCidrs", "serviceRanges", "nodeLocalRanges", "masquerade", "metadata", "hostPorts", "forwardPolicy",
            "mtu", "podGroup", "dyingGroup", "priorities", "pool", "fullReadEvery", "cluster", "sharedEni");
        var options = new AgentOptions
        {
            NodeName = root["nodeName"].Text(hostName),
            Uplink = root["uplink"].IsPresent ? root["uplink"].Text("") : null,
            Datapath = ReadDatapath(root),
            Pool = ReadPool(root),
            Cluster = ReadCluster(root["cluster"]),
            FullReadEvery = root["fullReadEvery"].Duration(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        };
        AddPlanningProblems(root, options);
        return problems.Count == 0 ? options : throw new ProblemException(source, Ordered(problems));
    }

    private static YamlNode? Parse(string text, string source)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode;
        }
        catch (YamlException error)
        {
            throw new ProblemException(source, [new Problem("(file)", error.Message, (int)error.Start.Line, (int)error.Start.Column)]);
        }
    }

    private static DatapathOptions ReadDatapath(YamlField root)
    {
        root["masquerade"].Allow("enabled", "except");
        root["metadata"].Allow("addresses", "openToPods");
        root["hostPorts"].Allow("onLoopback");
        root["priorities"].Allow("guard", "replies", "destinationNat", "sourceNat");
        var usual = new DatapathOptions();
        return usual with
        {
            PodSlices = root["podSlices"].Networks(),
            PodRanges = root["podRanges"].Networks(),
            VpcCidrs = root["vpcCidrs"].Networks(),
            ServiceRanges = root["serviceRanges"].Networks(),
            NodeLocalRanges = root["nodeLocalRanges"].IsPresent ? root["nodeLocalRanges"].Networks() : usual.NodeLocalRanges,
            Masquerade = new MasqueradeOptions
            {
                Enabled = root["masquerade"]["enabled"].Flag(usual.Masquerade.Enabled),
                Except = root["masquerade"]["except"].Networks(),
            },
            Metadata = new MetadataOptions
            {
                Addresses = root["metadata"]["addresses"].Addresses(usual.Metadata.Addresses),
                OpenToPods = root["metadata"]["openToPods"].Flag(usual.Metadata.OpenToPods),
            },
            HostPorts = new HostPortOptions { OnLoopback = root["hostPorts"]["onLoopback"].Flag(usual.HostPorts.OnLoopback) },
            ForwardPolicy = root["forwardPolicy"].Choice(usual.ForwardPolicy, ("set", ForwardPolicyMode.Set), ("report", ForwardPolicyMode.Report)),
            Mtu = root["mtu"].Text("auto") == "auto" ? null : (int)root["mtu"].Number(0, 68, 65535),
            PodGroup = root["podGroup"].Number(usual.PodGroup),
            DyingGroup = root["dyingGroup"].Number(usual.DyingGroup),
            Priorities = new HookPriorities
            {
                Guard = root["priorities"]["guard"].Integer(usual.Priorities.Guard),
                Replies = root["priorities"]["replies"].Integer(usual.Priorities.Replies),
                DestinationNat = root["priorities"]["destinationNat"].Integer(usual.Priorities.DestinationNat),
                SourceNat = root["priorities"]["sourceNat"].Integer(usual.Priorities.SourceNat),
            },
            SharedEni = ReadSharedEni(root["sharedEni"]),
        };
    }

    private static SharedEniOptions ReadSharedEni(YamlField field)
    {
        field.Allow("rulePriority", "podTable", "markMask", "gatewayMac", "nodePorts", "masqueradeMark");
        var usual = new SharedEniOptions();
        return new SharedEniOptions
        {
            RulePriority = field["rulePriority"].Number(usual.RulePriority, 1, 32764),
            PodTable = field["podTable"].Number(usual.PodTable, 256, uint.MaxValue - 256),
            MarkMask = field["markMask"].Number(usual.MarkMask, 1),
            GatewayMac = field["gatewayMac"].Mac(usual.GatewayMac),
            NodePorts = field["nodePorts"].Choice(usual.NodePorts, ("auto", NodePortMode.Auto), ("on", NodePortMode.On), ("off", NodePortMode.Off)),
            MasqueradeMark = field["masqueradeMark"].Number(usual.MasqueradeMark),
        };
    }

    private static ClusterOptions? ReadCluster(YamlField field)
    {
        if (!field.IsPresent)
        {
            return null;
        }

        field.Allow("server", "tokenFile", "authorityFile", "metadata");
        var server = field["server"].Uri("https", "http", "unix");
        if (server is null && !field["server"].IsPresent)
        {
            field.Say("'server' is missing: https://host:port, http://host:port or unix:///path of the cluster's store");
        }

        var usual = new ClusterOptions { Server = server ?? new Uri("http://localhost") };
        return usual with
        {
            TokenFile = field["tokenFile"].Text(""),
            AuthorityFile = field["authorityFile"].Text(""),
            Metadata = field["metadata"].Text("") == "none" ? null : field["metadata"].Uri("http") ?? usual.Metadata,
        };
    }

    private static PoolOptions ReadPool(YamlField root)
    {
        var pool = root["pool"];
        pool.Allow("reserved", "rest", "leastRest");
        var usual = new PoolOptions();
        return new PoolOptions
        {
            Slices = root["podSlices"].WithoutComplaints().Networks(),
            Reserved = pool["reserved"].Networks(),
            Rest = pool["rest"].Duration(usual.Rest, TimeSpan.Zero, TimeSpan.FromHours(1)),
            LeastRest = pool["leastRest"].Duration(usual.LeastRest, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
        };
    }

    // The planners say what they cannot work with by the names of their own options; here it gets its place in the file.
    private static void AddPlanningProblems(YamlField root, AgentOptions options)
    {
        foreach (var problem in DatapathOptionsValidator.Validate(options.Datapath, options.Cluster is not null))
        {
            root.Find(problem.Path).Say(problem.Message);
        }

        foreach (var problem in options.Pool.Validate().Where(problem => !problem.Path.StartsWith("slices", StringComparison.Ordinal)))
        {
            root["pool"].Find(problem.Path).Say(problem.Message);
        }
    }

    private static List<Problem> Ordered(List<Problem> problems) =>
        [.. problems.DistinctBy(problem => (problem.Path, problem.Line)).OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
}
