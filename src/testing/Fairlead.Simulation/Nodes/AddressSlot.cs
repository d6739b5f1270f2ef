using Fairlead.Model.Addresses;

namespace Fairlead.Simulation.Nodes;

internal enum SlotUse
{
    Free,
    Leased,
    Resting,
}

/// <summary>An address that a node can give to a pod.</summary>
internal sealed class AddressSlot(InetAddress address, RangeOffer? offer)
{
    public InetAddress Address { get; } = address;

    /// <summary>Null for one of the node's slice.</summary>
    public RangeOffer? Offer { get; set; } = offer;

    public SlotUse Use { get; set; }

    /// <summary>Since when it is what it is.</summary>
    public DateTimeOffset Since { get; set; }

    public bool HasRested(DateTimeOffset now, TimeSpan rest) => Use == SlotUse.Free || (Use == SlotUse.Resting && now - Since >= rest);
}

/// <summary>A range as it was offered once: offered anew, it is another one.</summary>
internal sealed class RangeOffer(InterfaceOffer eni, Cidr range, long generation)
{
    // Of an IPv6 prefix, which has more than anybody could use.
    private const int MostSlots = 64;

    public InterfaceOffer Interface { get; } = eni;

    public Cidr Range { get; } = range;

    public long Generation { get; } = generation;

    public bool Retiring { get; set; }

    /// <summary>It was said that nobody has any of it and that it is not given again.</summary>
    public bool IsRetired { get; set; }

    public List<AddressSlot> Slots { get; } = [];

    public bool CanBeGiven => !Retiring && !IsRetired && Interface.CanBeGiven;

    /// <param name="leased">What pods have, be it of an earlier offer: it is theirs still.</param>
    public void Fill(IReadOnlyDictionary<InetAddress, AddressSlot> leased)
    {
        var count = (int)UInt128.Min(Range.Count, MostSlots);
        for (var i = 0; i < count; i++)
        {
            var address = Range.First.Plus((UInt128)i);
            var slot = leased.GetValueOrDefault(address) ?? new AddressSlot(address, this);
            slot.Offer = this;
            Slots.Add(slot);
        }
    }
}
