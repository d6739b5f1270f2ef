using Fairlead.Allocation.Classes;
using Fairlead.Allocation.Collection;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Routes;
using Fairlead.Allocation.Slices;
using Fairlead.Allocation.Spares;
using Fairlead.Allocation.Starting;
using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.State;

/// <summary>Everything that the allocator knows, and what it is about to have done.</summary>
internal sealed class AllocationState(AllocatorOptions options, long term)
{
    private readonly List<Deed> _deeds = [];
    private readonly Dictionary<long, Errand> _errands = [];
    private long _calls;

    public AllocatorOptions Options { get; } = options;

    public long Term { get; } = term;

    public DateTimeOffset Now { get; set; }

    public ClusterNetwork? Configuration { get; set; }

    /// <summary>All objects of the cluster have been told.</summary>
    public bool IsClusterListed { get; set; }

    /// <summary>The cluster and the cloud have been listed: only now is anything made or taken away.</summary>
    public bool IsReady { get; set; }

    /// <summary>Grows whenever a pod's mode may have changed.</summary>
    public int Choices { get; set; }

    public Dictionary<string, NodeRecord> Nodes { get; } = [];

    public Dictionary<string, NodeRecord> NodesByInstance { get; } = [];

    public Dictionary<string, PodRecord> Pods { get; } = [];

    public Dictionary<string, InterfaceRecord> Interfaces { get; } = [];

    public Dictionary<string, CloudInstance> Instances { get; } = [];

    public Dictionary<string, VSwitchRecord> VSwitches { get; } = [];

    /// <summary>Zones that nodes have been seen in.</summary>
    public HashSet<string> Zones { get; } = [];

    public Dictionary<string, InstanceLimits> Limits { get; } = [];

    public Dictionary<string, PodNetworkClass> Classes { get; } = [];

    public Dictionary<string, ClassBook> ClassBooks { get; } = [];

    /// <summary>By class: its last specification that the cloud has everything of.</summary>
    public Dictionary<string, PodNetworkClassSpec> Grounds { get; } = [];

    public Dictionary<string, Fairlead.Resources.Core.Namespace> Namespaces { get; } = [];

    public DirtySet<NodeRecord> DirtyNodes { get; } = new();

    public DirtySet<InterfaceRecord> DirtyInterfaces { get; } = new();

    public DueTimes Due { get; } = new();

    /// <summary>ENIs of which the cloud is to say how far they are.</summary>
    public HashSet<InterfaceRecord> Watched { get; } = [];

    /// <summary>What is being asked for once only: instance types, instances, lists.</summary>
    public HashSet<string> Asked { get; } = [];

    public Dictionary<string, ReservationRecord> Reservations { get; } = [];

    public Dictionary<string, ReservationRecord> ReservationsByPod { get; } = [];

    public ReservedAddresses ReservedAddresses { get; } = new();

    /// <summary>ENIs of ours that no node owns.</summary>
    public HashSet<InterfaceRecord> Orphans { get; } = [];

    public SpareBook Spares { get; } = new();

    public LeakBook Leaks { get; } = new();

    /// <summary>Those that the store has been told of.</summary>
    public IReadOnlyList<LeakedResource>? LeaksTold { get; set; }

    /// <summary>Which ENI has which address or prefix.</summary>
    public Dictionary<Cidr, InterfaceRecord> Owners { get; } = [];

    /// <summary>What pods of a node still use though its ENIs have lost it: few, and only after somebody else's doing.</summary>
    public Dictionary<Cidr, NodeRecord> Ghosts { get; } = [];

    public SliceBook Slices { get; } = new();

    public Dictionary<string, RouteTableRecord> RouteTables { get; } = [];

    /// <summary>Entries of ours, as last counted.</summary>
    public int Routes { get; set; }

    public bool IsRoutingDirty { get; set; }

    public StartLists Start { get; } = new();

    public ConditionBook ClusterConditions { get; } = new();

    /// <summary>Security groups of ENIs whose class names none.</summary>
    public GroupBook ClusterGroups { get; } = new();

    /// <summary>By what was done: why the cloud would not, where no node is concerned.</summary>
    public SortedDictionary<ClusterWork, CloudException> CloudTroubles { get; } = [];

    public bool IsClusterStatusDirty { get; set; }

    public List<string> WantedInstances { get; } = [];

    public bool HasWork => _deeds.Count > 0 || DirtyNodes.Count > 0 || DirtyInterfaces.Count > 0 || (IsReady && (IsRoutingDirty || Spares.IsDirty));

    public void Do(Deed deed) => _deeds.Add(deed);

    /// <param name="call">Given the id that it is to bear.</param>
    public void Call(Errand errand, Func<long, CloudCall> call)
    {
        var id = ++_calls;
        _errands.Add(id, errand);
        _deeds.Add(call(id));
    }

    /// <summary>Null for a call of an earlier life, or one that has ended.</summary>
    public Errand? End(long call) => _errands.Remove(call, out var errand) ? errand : null;

    public IReadOnlyList<Deed> TakeDeeds()
    {
        if (_deeds.Count == 0)
        {
            return [];
        }

        Deed[] taken = [.. _deeds];
        _deeds.Clear();
        return taken;
    }

    public void Mark(NodeRecord? node)
    {
        if (node is not null)
        {
            DirtyNodes.Mark(node);
        }
    }

    /// <summary>The ENI and whoever owns it are looked into again.</summary>
    public void Mark(InterfaceRecord eni)
    {
        eni.ChangedAt = Now;
        DirtyInterfaces.Mark(eni);
        Mark(eni.Node);
    }

    public void MarkAllNodes()
    {
        foreach (var node in Nodes.Values)
        {
            DirtyNodes.Mark(node);
        }
    }

    /// <summary>What they are to be like is worked out anew.</summary>
    public void ReshapeNodes()
    {
        foreach (var node in Nodes.Values)
        {
            node.Shape = null;
            DirtyNodes.Mark(node);
        }
    }

    public List<NodeRecord> LeavingNodes() => [.. Nodes.Values.Where(node => node.Node is null)];

    public VSwitchRecord? VSwitch(string id) => VSwitches.GetValueOrDefault(id);
}
