using Fairlead.Model.Pods;

namespace Fairlead.Agent.Pods;

/// <summary>How a pod is to be attached.</summary>
/// <param name="Use">Of the ENI that it gets; null in VPC-route mode.</param>
/// <param name="Class">Name of its class; empty for none.</param>
public sealed record PodChoice(EniUse? Use, string Class)
{
    /// <summary>Whether its address belongs to its name: it takes none before that one is said.</summary>
    public bool AwaitsFixedAddress { get; init; }

    /// <summary>What every pod is on a node that knows no cluster.</summary>
    public static PodChoice VpcRoute { get; } = new(null, "");
}
