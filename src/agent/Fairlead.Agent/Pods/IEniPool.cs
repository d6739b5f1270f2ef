using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Pods;

/// <summary>A pool of what the controller offers in the node's NodeNetwork, and what is said of it there.</summary>
public interface IEniPool : IPodPool
{
    /// <summary>What is offered from now on. Called with every spec that is heeded; must not wait.</summary>
    void See(NodeNetworkSpec spec);

    /// <summary>Something may be there now for whoever waits in <see cref="IPodPool.Lease"/>.</summary>
    void Wake();

    /// <summary>What pods have.</summary>
    IReadOnlyList<AddressUse> Uses { get; }

    /// <summary>What was to go and that nobody has any more: never given again once it was said.</summary>
    IReadOnlyList<RetiredRange> Retired { get; }

    /// <summary>Offered ENIs that are there, on the node or in its pods.</summary>
    IReadOnlyList<MacAddress> Seen { get; }

    /// <summary>Addresses, or ENIs, that rest.</summary>
    int Resting { get; }

    IReadOnlyList<Condition> Conditions { get; }
}
