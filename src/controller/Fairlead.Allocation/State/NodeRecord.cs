using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Pools;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Retries;
using Fairlead.Allocation.Shapes;
using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.State;

/// <summary>A node, and everything that only concerns it.</summary>
internal sealed class NodeRecord(string name)
{
    public string Name { get; } = name;

    /// <summary>Null once it is gone from the cluster.</summary>
    public Node? Node { get; set; }

    public string InstanceId { get; set; } = "";

    public CloudInstance? Instance { get; set; }

    public NodeShape? Shape { get; set; }

    /// <summary>That of its vSwitch, as last known.</summary>
    public string RouteTable { get; set; } = "";

    /// <summary>The cloud described it, and does no more.</summary>
    public bool IsInstanceGone { get; set; }

    /// <summary>What an earlier controller offered; looked into while the cloud's lists are taken in.</summary>
    public NodeNetworkSpec? Earlier { get; set; }

    public IReadOnlyList<Cidr> Slices { get; set; } = [];

    /// <summary>Given to it before its Node named others: still its own until the VPC no longer leads there.</summary>
    public IReadOnlyList<Cidr> FormerSlices { get; set; } = [];

    public List<InterfaceRecord> Interfaces { get; } = [];

    public List<Birth> Births { get; } = [];

    public Dictionary<string, PodRecord> Pods { get; } = [];

    public NodeLeases Leases { get; set; } = NodeLeases.None;

    /// <summary>As last heard.</summary>
    public AgentStatus? Agent { get; set; }

    /// <summary>What the agent says that it will not give again.</summary>
    public IReadOnlyList<RetiredRange> Retired { get; set; } = [];

    public Dictionary<string, StockSurplus> Surpluses { get; } = [];

    /// <summary>Reservations whose addresses or pods are here.</summary>
    public HashSet<ReservationRecord> Reservations { get; } = [];

    /// <summary>Fixed addresses of pods that are bound here.</summary>
    public List<FixedAddress> FixedAddresses { get; } = [];

    public long LastGeneration { get; set; }

    /// <summary>Pods that are bound here and have nothing yet.</summary>
    public int Waiting { get; set; }

    /// <summary>Of making ENIs.</summary>
    public Retry Making { get; } = new();

    /// <summary>When the cloud last refused something.</summary>
    public DateTimeOffset RefusedAt { get; set; }

    /// <summary>Its instance, or that one's type, could not be looked up.</summary>
    public bool IsUndescribed { get; set; }

    public ShortageBook Shortages { get; } = new();

    public ConditionBook Conditions { get; } = new();

    public PublishedNode Published { get; } = new();

    /// <summary>ENIs that the cloud lets it have, where it said less than its table; 0: as the table says.</summary>
    public int BelievedInterfaces { get; set; }

    public DateTimeOffset BelievedUntil { get; set; }

    public long NextGeneration() => ++LastGeneration;
}
