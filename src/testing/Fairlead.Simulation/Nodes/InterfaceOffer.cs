using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Simulation.Nodes;

/// <summary>An ENI as it was offered to the node once.</summary>
internal sealed class InterfaceOffer(NodeInterface wish)
{
    public NodeInterface Wish { get; set; } = wish;

    public Dictionary<Cidr, RangeOffer> Ranges { get; } = [];

    /// <summary>Its NIC is there.</summary>
    public bool IsSeen { get; set; }

    public bool IsRetired { get; set; }

    /// <summary>Of an exclusive one: the pod that has it.</summary>
    public string Pod { get; set; } = "";

    public DateTimeOffset GivenBack { get; set; }

    public bool CanBeGiven => IsSeen && !IsRetired && !Wish.Retiring;

    public bool IsShared => Wish.Use == InterfaceUse.Shared;

    /// <summary>What became of its ranges, by what the controller says now.</summary>
    public void Take(NodeInterface wish, IReadOnlyDictionary<InetAddress, AddressSlot> leased)
    {
        Wish = wish;
        var gone = new List<RangeOffer>();
        foreach (var offer in Ranges.Values)
        {
            if (!wish.Ranges.Any(range => range.Range == offer.Range && range.Generation == offer.Generation))
            {
                gone.Add(offer);
            }
        }

        gone.ForEach(offer => Ranges.Remove(offer.Range));
        foreach (var range in wish.Ranges)
        {
            if (!Ranges.TryGetValue(range.Range, out var offer))
            {
                Ranges[range.Range] = offer = new RangeOffer(this, range.Range, range.Generation);
                offer.Fill(leased);
            }

            offer.Retiring = range.Retiring;
        }
    }
}
