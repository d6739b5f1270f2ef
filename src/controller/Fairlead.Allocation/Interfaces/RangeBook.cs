using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.Interfaces;

/// <summary>
/// Which ENI has which address or prefix: no two have one. What the cloud gives while another ENI is believed to have it, that other has
/// lost; and as long as a pod there still uses it, it is offered to nobody else.
/// </summary>
internal static class RangeBook
{
    public static void Add(AllocationState state, InterfaceRecord eni, RangeRecord record)
    {
        foreach (var range in Overlapping(record.Range))
        {
            if (state.Owners.TryGetValue(range, out var other) && !ReferenceEquals(other, eni))
            {
                Lost(state, other, other.Find(range));
            }
        }

        state.Owners[record.Range] = eni;
        record.Contender = Contender(state, eni, eni.Node, record.Range);
        eni.Add(record);
    }

    /// <summary>What an ENI can have an address by: itself, or the prefix around it.</summary>
    public static Cidr[] Around(InetAddress address) => [address.ToCidr(), new Cidr(address, address.IsV6 ? 80 : 28).Network];

    // An address may be of a prefix that another is believed to have, and the other way round; of IPv6, a prefix has too many to look for.
    private static IEnumerable<Cidr> Overlapping(Cidr range) => range.IsSingleAddress
        ? Around(range.Address)
        : range.IsV6 ? [range] : Enumerable.Range(0, 16).Select(i => range.First.Plus((UInt128)i).ToCidr()).Prepend(range);

    public static void Remove(AllocationState state, InterfaceRecord eni, RangeRecord record)
    {
        eni.Remove(record);
        Disown(state, eni, record.Range);
        // What another ENI has by now is not released again.
        eni.InDoubt &= eni.IsReleasing || eni.Ranges.Any(left => left.Releasing);
    }

    /// <summary>The ENI is gone, with all that it had.</summary>
    public static void Drop(AllocationState state, InterfaceRecord eni)
    {
        foreach (var record in eni.Ranges)
        {
            Haunt(state, eni, record.Range);
            Disown(state, eni, record.Range);
        }
    }

    /// <summary>The ENI goes from its node to another, or to none: what pods of the one still use is offered to nobody else.</summary>
    public static void Pass(AllocationState state, InterfaceRecord eni, NodeRecord? owner)
    {
        foreach (var record in eni.Ranges)
        {
            Haunt(state, eni, record.Range);
            record.Contender = Contender(state, eni, owner, record.Range) is { } user && !ReferenceEquals(user, owner) ? user : null;
        }
    }

    /// <summary>Somebody took it.</summary>
    public static void Lost(AllocationState state, InterfaceRecord eni, RangeRecord? record)
    {
        if (record is null)
        {
            return;
        }

        Haunt(state, eni, record.Range);
        Remove(state, eni, record);
        if (eni.Node is { } node && !record.Acknowledged)
        {
            var holder = record.Range.IsSingleAddress ? node.Leases.Of(record.Range.Address) : null;
            Reports.Contradiction(
                state, node, "AddressElsewhere",
                $"{record.Range} is not on ENI {eni.Id} any more: somebody took it{(holder is null ? "" : $"; pod {holder.PodNamespace}/{holder.PodName} has it and is cut off, delete it")}");
        }

        state.Mark(eni.Node);
    }

    /// <summary>A controller that begins knows from the agents which pods use what their ENIs do not have: an earlier one knew it from the loss.</summary>
    public static void Remember(AllocationState state)
    {
        foreach (var node in state.Nodes.Values.Where(node => node.Node is not null))
        {
            foreach (var use in node.Leases.Uses.Where(use => use.Interface.Length > 0 && state.Interfaces.GetValueOrDefault(use.Interface)?.Ranges.Any(record => record.Range.Contains(use.Address)) != true))
            {
                state.Ghosts[use.Address.ToCidr()] = node;
                foreach (var range in Overlapping(use.Address.ToCidr()))
                {
                    if (state.Owners.TryGetValue(range, out var other) && other.Find(range) is { } record)
                    {
                        record.Contender = node;
                        other.Touch();
                    }
                }
            }
        }
    }

    /// <summary>Whether it may be offered: nobody else uses it any more.</summary>
    public static void Settle(AllocationState state, NodeRecord node, InterfaceRecord eni)
    {
        foreach (var record in eni.Ranges.Where(record => record.Contender is not null))
        {
            if (record.Contender!.Node is not null && record.Contender.Leases.Within(record.Range))
            {
                state.Due.Add(DueKind.Node, node.Name, state.Now + (state.Options.FirstRetry * 30));
                continue;
            }

            record.Contender = null;
            eni.Touch();
        }
    }

    // Pods there may use it until they go.
    private static void Haunt(AllocationState state, InterfaceRecord eni, Cidr range)
    {
        if (eni.Node is { } node && node.Leases.Within(range))
        {
            state.Ghosts[range] = node;
        }
    }

    private static NodeRecord? Contender(AllocationState state, InterfaceRecord eni, NodeRecord? owner, Cidr range)
    {
        foreach (var (ghost, node) in state.Ghosts.Where(ghost => ghost.Key.Overlaps(range)).ToList())
        {
            // A list that was behind does not say what its own pods have.
            if (node.Node is not null && node.Leases.Uses.Any(use => ghost.Contains(use.Address) && !(use.Interface == eni.Id && ReferenceEquals(node, owner))))
            {
                return node;
            }

            state.Ghosts.Remove(ghost);
        }

        return null;
    }

    private static void Disown(AllocationState state, InterfaceRecord eni, Cidr range)
    {
        if (ReferenceEquals(state.Owners.GetValueOrDefault(range), eni))
        {
            state.Owners.Remove(range);
        }
    }
}
