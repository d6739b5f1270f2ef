using Fairlead.Model.Addresses;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Doctor;

/// <summary>All that was read of one node at one moment: what a diagnosis is made of.</summary>
public sealed record NodeChart
{
    public required string Node { get; init; }

    /// <summary>Everybody's links, routes, rules, tables and settings.</summary>
    public required NetnsSnapshot Kernel { get; init; }

    /// <summary>Null where neither an agent answered nor its files could be read.</summary>
    public AgentReport? Report { get; init; }

    /// <summary>Why no agent answered; empty where one did.</summary>
    public string Silence { get; init; } = "";

    /// <summary>How an agent is started here.</summary>
    public string StartAgent { get; init; } = "systemctl start fairlead-agent";

    public required InstallationChart Installation { get; init; }

    /// <summary>Rules of iptables-legacy on the way of pods that drop or reject.</summary>
    public IReadOnlyList<ForeignRule> LegacyRules { get; init; } = [];

    public IReadOnlyList<Capability> Capabilities { get; init; } = [];

    /// <summary>Null where the VPC cannot be asked from here.</summary>
    public VpcChart? Vpc { get; init; }
}

/// <summary>Files by which a runtime finds us.</summary>
public sealed record InstallationChart
{
    public required string ConflistPath { get; init; }

    /// <summary>Null where there is no such file.</summary>
    public string? Conflist { get; init; }

    /// <summary>Names of all network configurations in its folder.</summary>
    public IReadOnlyList<string> Neighbours { get; init; } = [];

    public required string PluginPath { get; init; }

    public PluginFile Plugin { get; init; }
}

public enum PluginFile
{
    Missing,
    NotExecutable,

    /// <summary>There, but there is none to compare it with.</summary>
    NotCompared,

    /// <summary>Another than the one that came with this program.</summary>
    OtherBuild,
    Same,
}

/// <summary>A rule of somebody else.</summary>
/// <param name="Place"><c>iptables-legacy: chain FORWARD, rule 3</c>.</param>
/// <param name="Text">What it says, in the words of the program that made it.</param>
/// <param name="Concerns">Addresses that it names; empty where it names none.</param>
/// <param name="HasOtherConditions">It has conditions beside addresses, links, protocol and ports: whether it meets pods' packets is not known.</param>
public sealed record ForeignRule(string Place, string Text, IReadOnlyList<Cidr> Concerns, bool HasOtherConditions);

public enum Offer
{
    Offered,
    Absent,
    NotTested,
}

/// <summary>Something that a kernel may or may not offer.</summary>
/// <param name="IsNeeded">Without it pods cannot be attached, or not safely.</param>
/// <param name="Detail">What it is for, or what its absence means.</param>
public sealed record Capability(string Name, Offer Offer, bool IsNeeded, string Detail);

/// <summary>What the VPC knows of this node.</summary>
/// <param name="Routes">Custom entries.</param>
/// <param name="ChecksSource">The cloud drops what this node sends for pods.</param>
public sealed record VpcChart(IReadOnlyList<VpcRoute> Routes, bool ChecksSource);

/// <param name="NextHop">Name of an instance, or id of an ENI.</param>
public sealed record VpcRoute(Cidr Destination, string NextHop);
