using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.State;

/// <summary>An address or a prefix of an ENI, and how far its way back has come.</summary>
internal sealed class RangeRecord(Cidr range, long generation)
{
    public Cidr Range { get; } = range;

    public long Generation { get; set; } = generation;

    /// <summary>The agent is told to give nothing of it any more.</summary>
    public bool Retiring { get; set; }

    /// <summary>The agent said that nobody has any of it, for this generation.</summary>
    public bool Acknowledged { get; set; }

    /// <summary>A call that gives it back is out, or its answer was lost.</summary>
    public bool Releasing { get; set; }

    /// <summary>A node on which a pod still uses it though it is not there any more: until it does not, nobody is offered it.</summary>
    public NodeRecord? Contender { get; set; }

    /// <summary>It belongs to a reservation: never taken to shrink the stock.</summary>
    public bool Reserved { get; set; }

    /// <summary>That reservation, namespace and name; null for a range that is reserved only until it is gone.</summary>
    public string? Reservation { get; set; }

    /// <summary>Pods that it can serve; a prefix of IPv6 has more than anybody counts.</summary>
    public int Units => (int)UInt128.Min(Range.Count, 1 << 16);
}
