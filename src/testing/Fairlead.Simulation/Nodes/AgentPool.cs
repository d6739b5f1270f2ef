using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Simulation.Nodes;

/// <summary>What an agent has to give: free addresses first, then those that have rested longest; nothing that is to go.</summary>
internal sealed class AgentPool(AddressFamilies families)
{
    /// <summary>What rested less is not given at all.</summary>
    public static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, InterfaceOffer> _interfaces = [];
    private readonly Dictionary<Cidr, List<AddressSlot>> _slices = [];
    private readonly Dictionary<InetAddress, AddressSlot> _leased = [];
    private Dictionary<InetAddress, string> _fixedOwners = [];

    // Of a slice, more than a node can use.
    private const int MostOfSlice = 254;

    public IReadOnlyDictionary<string, InterfaceOffer> Interfaces => _interfaces;

    public NodeNetworkSpec Spec { get; private set; } = new();

    public TimeSpan Rest => TimeSpan.FromSeconds(Spec.RestSeconds);

    public void Take(NodeNetworkSpec spec, Func<MacAddress, bool> isThere)
    {
        Spec = spec;
        _fixedOwners = spec.FixedAddresses.SelectMany(entry => entry.Addresses.Select(address => (address, $"{entry.Namespace}/{entry.Pod}"))).ToDictionary(entry => entry.address, entry => entry.Item2);
        foreach (var id in _interfaces.Keys.Except(spec.Interfaces.Select(eni => eni.Id)).ToList())
        {
            _interfaces.Remove(id);
        }

        foreach (var eni in spec.Interfaces)
        {
            if (!_interfaces.TryGetValue(eni.Id, out var offer) || offer.Wish.Generation != eni.Generation)
            {
                _interfaces[eni.Id] = offer = new InterfaceOffer(eni) { IsSeen = isThere(eni.Mac) };
            }

            offer.Take(eni, _leased);
        }

        foreach (var slice in spec.PodSlices.Where(slice => !_slices.ContainsKey(slice)))
        {
            var count = (int)UInt128.Min(slice.Count - 2, MostOfSlice);
            _slices[slice] = [.. Enumerable.Range(1, count).Select(i => new AddressSlot(slice.First.Plus((UInt128)i), null))];
        }
    }

    public void Lease(AddressSlot slot, string pod, DateTimeOffset now)
    {
        (slot.Use, slot.Since, _leased[slot.Address]) = (SlotUse.Leased, now, slot);
        if (slot.Offer is { Interface: { IsShared: false } eni })
        {
            eni.Pod = pod;
        }
    }

    public void Free(AddressSlot slot, DateTimeOffset now)
    {
        (slot.Use, slot.Since) = (SlotUse.Resting, now);
        _leased.Remove(slot.Address);
        if (slot.Offer is { Interface: { IsShared: false } eni })
        {
            (eni.Pod, eni.GivenBack) = ("", now);
        }
    }

    /// <returns>What the pod gets, or null where it has to wait.</returns>
    public List<AddressSlot>? Find(PodWish pod, DateTimeOffset now)
    {
        if (pod.Mode is PodNetworkMode.ExclusiveEni or PodNetworkMode.MemberEni)
        {
            return FindWhole(pod, now);
        }

        var entry = Spec.FixedAddresses.FirstOrDefault(entry => entry.Namespace == pod.Namespace && entry.Pod == pod.Name);
        if (entry is null && pod.IsFixed)
        {
            return null;
        }

        if (pod.Mode == PodNetworkMode.VpcRoute)
        {
            return Each(v6 => Best(pod, _slices.Where(slice => slice.Key.IsV6 == v6).Select(slice => slice.Value), Wanted(entry, v6), now));
        }

        // As the agent does: all of one ENI, of the fullest that has an address of each family.
        return _interfaces.Values.Where(eni => eni.IsShared && eni.Wish.Class == pod.Class && eni.CanBeGiven)
            .OrderByDescending(eni => eni.Ranges.Values.Sum(range => range.Slots.Count(slot => slot.Use == SlotUse.Leased)))
            .Select(eni => Each(v6 => Best(pod, eni.Ranges.Values.Where(range => range.CanBeGiven && range.Range.IsV6 == v6).Select(range => range.Slots), Wanted(entry, v6), now)))
            .FirstOrDefault(found => found is not null);
    }

    private static InetAddress? Wanted(FixedAddress? entry, bool v6) =>
        entry?.Addresses.Where(address => address.IsV6 == v6).Select(address => (InetAddress?)address).FirstOrDefault();

    /// <returns>One of each family that pods have; null where one is missing.</returns>
    private List<AddressSlot>? Each(Func<bool, AddressSlot?> find)
    {
        var wanted = families switch { AddressFamilies.Ipv4 => [false], AddressFamilies.Ipv6 => [true], _ => new[] { false, true } };
        var found = wanted.Select(find).OfType<AddressSlot>().ToList();
        return found.Count == wanted.Length ? found : null;
    }

    /// <summary>When the first address has rested long enough for somebody who waits; null where none rests.</summary>
    public DateTimeOffset? NextRested() => AllSlots().Where(slot => slot.Use == SlotUse.Resting).Select(slot => (DateTimeOffset?)(slot.Since + ShortestRest)).Min();

    public IEnumerable<AddressSlot> AllSlots() =>
        _interfaces.Values.SelectMany(eni => eni.Ranges.Values).SelectMany(range => range.Slots).Concat(_slices.Values.SelectMany(slots => slots));

    private List<AddressSlot>? FindWhole(PodWish pod, DateTimeOffset now)
    {
        var own = Spec.FixedAddresses.FirstOrDefault(entry => entry.Namespace == pod.Namespace && entry.Pod == pod.Name);
        if (own is null && pod.IsFixed)
        {
            return null;
        }

        var use = pod.Mode == PodNetworkMode.ExclusiveEni ? InterfaceUse.Exclusive : InterfaceUse.Member;
        var eni = _interfaces.Values.FirstOrDefault(eni => eni.Wish.Use == use && eni.Wish.Class == pod.Class && eni.Pod.Length == 0 && eni.CanBeGiven && eni.Ranges.Count > 0
            && (own is not { Addresses.Count: > 0 } || eni.Wish.Id == own.Interface)
            && now - eni.GivenBack >= ShortestRest
            && eni.Ranges.Values.All(range => range.CanBeGiven && range.Slots.All(slot => slot.Use != SlotUse.Leased && MayHave(pod, slot, null))));
        return eni is null ? null : [.. eni.Ranges.Values.OrderBy(range => range.Range.IsV6).SelectMany(range => range.Slots)];
    }

    private AddressSlot? Best(PodWish pod, IEnumerable<List<AddressSlot>> ranges, InetAddress? wanted, DateTimeOffset now) =>
        ranges.Aggregate((AddressSlot?)null, (best, slots) => Better(pod, slots, best, wanted, now));

    private AddressSlot? Better(PodWish pod, List<AddressSlot> slots, AddressSlot? best, InetAddress? wanted, DateTimeOffset now)
    {
        foreach (var slot in slots)
        {
            if (slot.Use != SlotUse.Leased && slot.HasRested(now, ShortestRest) && MayHave(pod, slot, wanted) && (best is null || IsBetter(slot, best)))
            {
                best = slot;
            }
        }

        return best;
    }

    private bool MayHave(PodWish pod, AddressSlot slot, InetAddress? wanted) => wanted is { } address
        ? slot.Address == address
        : !_fixedOwners.TryGetValue(slot.Address, out var owner) || owner == pod.Key;

    private static bool IsBetter(AddressSlot slot, AddressSlot best) =>
        (slot.Use == SlotUse.Free && best.Use != SlotUse.Free) || (slot.Use == best.Use && slot.Since < best.Since);
}
