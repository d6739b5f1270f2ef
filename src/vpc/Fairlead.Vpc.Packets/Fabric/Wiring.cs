using System.Collections.Immutable;
using System.Globalization;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>Where a host is, and what its first NIC is called there.</summary>
/// <param name="Netns">Path of a network namespace.</param>
public sealed record HostPlace(string Netns, string InterfaceName);

/// <summary>From who is where to which NIC is in which namespace under which name: every ENI that is in use follows its instance.</summary>
/// <param name="places">By id of the instance or the host outside.</param>
/// <param name="carriesMembers">Whether what is tagged on a trunk's wire can be told apart; asked where there is a member.</param>
/// <param name="namesIn">What links of a namespace are called that no wire of ours made.</param>
public sealed class Wiring(IReadOnlyDictionary<string, HostPlace> places, Func<bool> carriesMembers, Func<string, IReadOnlySet<string>> namesIn)
{
    /// <param name="before">What is plugged in: it keeps its name.</param>
    /// <param name="lost">Ports whose NIC is gone though nobody pulled it: they are plugged in again, under another name where theirs is taken.</param>
    public ImmutableSortedDictionary<string, PortAttachment> Next(
        VpcState state, ImmutableSortedDictionary<string, PortAttachment> before, IReadOnlySet<string> lost, DateTimeOffset now)
    {
        var next = ImmutableSortedDictionary.CreateBuilder<string, PortAttachment>();
        foreach (var (port, place, isFirst) in Wires(state).OrderBy(wire => !wire.IsFirst))
        {
            if (before.GetValueOrDefault(port) is { } there && there.Netns == place.Netns && !lost.Contains(port))
            {
                next[port] = there;
            }
        }

        foreach (var (port, place, isFirst) in Wires(state).OrderBy(wire => !wire.IsFirst).Where(wire => !next.ContainsKey(wire.Port)))
        {
            if (state.Interfaces.GetValueOrDefault(port) is { Type: InterfaceType.Member } member)
            {
                // The host makes a link for the tag itself, and commonly calls it so.
                next[port] = new PortAttachment(place.Netns, string.Create(CultureInfo.InvariantCulture, $"{next[member.Trunk].InterfaceName}.{member.Vlan}"), now);
                continue;
            }

            var wish = lost.Contains(port) ? before[port].InterfaceName : isFirst ? place.InterfaceName : null;
            next[port] = new PortAttachment(place.Netns, Name(wish, place, next.Values, isNew: isFirst && !lost.Contains(port)), now);
        }

        return next.ToImmutable();
    }

    private IEnumerable<(string Port, HostPlace Place, bool IsFirst)> Wires(VpcState state) =>
    [
        .. from eni in state.Interfaces.Values
           where places.ContainsKey(eni.Instance) && (eni.Type != InterfaceType.Member || (state.Interfaces.ContainsKey(eni.Trunk) && carriesMembers()))
           orderby eni.Type == InterfaceType.Member
           select (eni.Id, places[eni.Instance], eni.Type == InterfaceType.Primary),
        .. from host in state.Outside.Values where places.ContainsKey(host.Id) select (host.Id, places[host.Id], true),
    ];

    // The first NIC has the name that was asked for or none: whoever asked configures it by that.
    private string Name(string? wish, HostPlace place, IEnumerable<PortAttachment> wired, bool isNew)
    {
        if (isNew)
        {
            return wish!;
        }

        var taken = namesIn(place.Netns).Concat(wired.Where(other => other.Netns == place.Netns).Select(other => other.InterfaceName)).ToHashSet();
        return wish is not null && !taken.Contains(wish)
            ? wish
            : Enumerable.Range(1, int.MaxValue - 1).Select(number => string.Create(CultureInfo.InvariantCulture, $"eth{number}")).First(name => !taken.Contains(name));
    }
}
