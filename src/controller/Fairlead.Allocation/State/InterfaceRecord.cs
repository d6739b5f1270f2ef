using Fairlead.Allocation.Retries;
using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.State;

/// <summary>An ENI of ours: what the cloud said of it last, what was done since, and what it is for.</summary>
internal sealed class InterfaceRecord(string id)
{
    private readonly List<RangeRecord> _ranges = [];
    private NodeInterface? _offer;

    public string Id { get; } = id;

    public MacAddress Mac { get; set; }

    public InterfaceRole Role { get; set; }

    public string VSwitch { get; set; } = "";

    public string Zone { get; set; } = "";

    public string Instance { get; set; } = "";

    /// <summary>The instance that we put it on, in this life or an earlier one, or on which a node of ours has it.</summary>
    public string PutOn { get; set; } = "";

    /// <summary>The node that had it when somebody moved it; null for one that nobody moved.</summary>
    public NodeRecord? TakenFrom { get; set; }

    public string Trunk { get; set; } = "";

    public int Vlan { get; set; }

    public IReadOnlyList<string> SecurityGroups { get; set; } = [];

    /// <summary>As its tag says: the node that it was made for.</summary>
    public string MadeFor { get; set; } = "";

    public InterfaceUse Use { get; set; }

    public string Class { get; set; } = "";

    /// <summary>Null while no node owns it.</summary>
    public NodeRecord? Node { get; set; }

    public InterfaceStage Stage { get; set; }

    public long Generation { get; set; }

    public bool Retiring { get; set; }

    public bool Acknowledged { get; set; }

    /// <summary>It goes so that others can come in its place, and is not taken back while nobody has anything of it.</summary>
    public bool MakesWay { get; set; }

    /// <summary>It goes: off its instance and away.</summary>
    public bool Doomed { get; set; }

    /// <summary>Off its instance, and not away: another node gets it, or it waits for one.</summary>
    public bool Leaving { get; set; }

    /// <summary>Detached, and in store for whichever node needs one.</summary>
    public bool IsSpare { get; set; }

    /// <summary>It was a spare one until a moment ago, and which use the node took it for, nobody remembers.</summary>
    public bool IsUndecided { get; set; }

    /// <summary>It must outlive its node: it bears an address that belongs to somebody.</summary>
    public bool Kept { get; set; }

    /// <summary>The reservation, namespace and name, whose primary address it has; null: anybody's.</summary>
    public string? Reservation { get; set; }

    /// <summary>An attach, detach or delete is out.</summary>
    public bool IsBusy { get; set; }

    /// <summary>The answer of a release was lost: nothing is assigned until it is sure.</summary>
    public bool InDoubt { get; set; }

    /// <summary>A release is out.</summary>
    public bool IsReleasing { get; set; }

    public List<Growth> Growths { get; } = [];

    /// <summary>Of attach, detach and delete.</summary>
    public Retry Passing { get; } = new();

    /// <summary>Of assignments.</summary>
    public Retry Growing { get; } = new();

    /// <summary>Of releases: they wait for nothing else.</summary>
    public Retry Shrinking { get; } = new();

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Since when an exclusive one has no pod; since when an orphan has no owner.</summary>
    public DateTimeOffset? IdleSince { get; set; }

    public DateTimeOffset? MissingSince { get; set; }

    public DateTimeOffset NextLook { get; set; }

    /// <summary>The primary address first.</summary>
    public IReadOnlyList<RangeRecord> Ranges => _ranges;

    /// <summary>A pod elsewhere still uses an address of it.</summary>
    public bool IsContended => _ranges.Exists(record => record.Contender is not null);

    public bool IsGoing => Retiring || Doomed;

    public bool IsOnTheWay => Stage is InterfaceStage.Attaching or InterfaceStage.Detaching or InterfaceStage.Deleting;

    /// <summary>Somebody put it on an instance that is no node's: it is theirs to take off again, and is left alone until they do.</summary>
    public bool IsAstray => Stage is InterfaceStage.Attaching or InterfaceStage.Attached or InterfaceStage.Detaching && Instance.Length > 0 && Instance != PutOn;

    /// <summary>It comes to a node anew: nothing that was acknowledged before counts.</summary>
    public void Renew(Func<long> next)
    {
        foreach (var record in _ranges)
        {
            record.Generation = next();
            (record.Retiring, record.Acknowledged) = (false, false);
        }

        Touch();
    }

    public RangeRecord? Find(Cidr range) => _ranges.Find(record => record.Range == range);

    public void Add(RangeRecord record)
    {
        _ranges.Add(record);
        Touch();
    }

    public void Remove(RangeRecord record)
    {
        _ranges.Remove(record);
        Touch();
    }

    /// <summary>What the agent is told of it has changed.</summary>
    public void Touch() => _offer = null;

    /// <summary>What the agent is told; the same object until something of it changes.</summary>
    public NodeInterface Offer(Func<InterfaceRecord, NodeInterface> make) => _offer ??= make(this);

    /// <summary>Addresses and prefixes of a family that it has or has asked for: what the type's limit counts.</summary>
    public int Slots(bool v6)
    {
        var count = 0;
        foreach (var record in _ranges)
        {
            count += record.Range.IsV6 == v6 ? 1 : 0;
        }

        foreach (var growth in Growths)
        {
            count += growth.IsV6 == v6 ? growth.Count : 0;
        }

        return count;
    }
}
