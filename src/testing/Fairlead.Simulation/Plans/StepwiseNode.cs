using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Simulation.Plans;

/// <summary>A node as a stepwise plan knows it.</summary>
internal sealed class StepwiseNode(string name)
{
    public string Name { get; } = name;

    public string Instance { get; set; } = "";

    public InstanceLimits? Limits { get; set; }

    public HashSet<string> Pods { get; } = [];

    public List<NodeInterface> Interfaces { get; } = [];

    public long Generation { get; set; }

    /// <summary>An operation is under way.</summary>
    public bool IsBusy { get; set; }

    public DateTimeOffset Looked { get; set; }

    public DateTimeOffset? Due { get; set; }

    /// <summary>What looks at an ENI that is being attached, and when.</summary>
    public Action? Poll { get; set; }

    public DateTimeOffset PollAt { get; set; }

    public int Addresses => Interfaces.Sum(eni => eni.Ranges.Count);
}
