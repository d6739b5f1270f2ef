using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.Planning.Doctor;

/// <summary>
/// What a node's agent says of itself and of what it wishes; while it is down, the same from its files and the kernel. Texts
/// throughout, for it travels over the agent's socket.
/// </summary>
public sealed record AgentReport
{
    public required string Version { get; init; }

    /// <summary>Whether an agent said this; false where it was put together from files.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Pods can be attached.</summary>
    public bool IsReady { get; init; }

    /// <summary>Why not.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];

    public string ConfigurationFile { get; init; } = "";

    /// <summary>What is wrong with it; empty for nothing.</summary>
    public string ConfigurationProblem { get; init; } = "";

    /// <summary>Why the journal cannot be written; empty while it can.</summary>
    public string JournalFailure { get; init; } = "";

    /// <summary>What was wrong with the journal when it was opened; empty for nothing.</summary>
    public string JournalDamage { get; init; } = "";

    /// <summary>Requests that plug-ins left while no agent answered.</summary>
    public int PendingDeletions { get; init; }

    /// <summary>Null until the configuration could be read.</summary>
    public NodePlanReport? Plan { get; init; }

    public IReadOnlyList<SettingReport> Settings { get; init; } = [];

    /// <summary>Policies that were changed, by chain (<c>ip legacy</c>): what they were.</summary>
    public IReadOnlyDictionary<string, string> OriginalPolicies { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<PoolReport> Pools { get; init; } = [];

    /// <summary>Attachments that found no address.</summary>
    public long Refused { get; init; }

    public IReadOnlyList<PodReport> Pods { get; init; } = [];

    /// <summary>Rows of tables that are not as they should be.</summary>
    public IReadOnlyList<RowReport> Unfinished { get; init; } = [];

    /// <summary>Rows of all tables, by the table's name.</summary>
    public IReadOnlyDictionary<string, int> Rows { get; init; } = new Dictionary<string, int>();

    public IReadOnlyList<DriftReport> Drift { get; init; } = [];

    /// <exception cref="JsonException">It is no report.</exception>
    public static AgentReport Read(JsonNode? json) => json.Deserialize(AgentReportJson.Default.AgentReport) ?? throw new JsonException("no report");

    public JsonNode ToJson() => JsonSerializer.SerializeToNode(this, AgentReportJson.Default.AgentReport)!;
}

/// <summary>What the configuration and the node make of each other.</summary>
/// <param name="Uplink">Empty where there is none.</param>
/// <param name="PodMtu">Octets of layer 3; 0 where it is not known.</param>
/// <param name="SetsForwardPolicy">False for <c>forwardPolicy: report</c>.</param>
public sealed record NodePlanReport(
    IReadOnlyList<string> PodSlices, string Uplink, int PodMtu, uint PodGroup, uint DyingGroup, int GuardPriority, bool SetsForwardPolicy)
{
    /// <summary>Null where an agent of before there were shared ENIs said this.</summary>
    public SharedEniNumbers? SharedEni { get; init; }
}

/// <summary>Numbers that pods on shared ENIs need.</summary>
/// <param name="RulePriority">This one and the next.</param>
/// <param name="PodTable">This one and as many more as there can be ENIs.</param>
public sealed record SharedEniNumbers(uint RulePriority, uint PodTable, int MostEnis, uint MarkMask);

/// <summary>A setting of the node that Fairlead wants.</summary>
/// <param name="AlsoRight">Another value that is left alone; empty for none.</param>
/// <param name="Original">What it was before it was changed; null where it was found as wanted.</param>
public sealed record SettingReport(string Setting, string Wanted, string AlsoRight, string? Original);

public sealed record PoolReport(string Family, double Capacity, int Leased, int Resting, double Free)
{
    /// <summary>Addresses that belong to pods' names and that nobody has.</summary>
    public int Kept { get; init; }
}

public sealed record PodReport(string Name, string Attachment, string Link, int Mtu, IReadOnlyList<string> Addresses);

public sealed record RowReport(string Table, string Key, string Wanted, string Kernel, string Error);

public sealed record DriftReport(string Table, long Missing, long Altered, long Surplus);
