using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Testing.Cloud;
using Fairlead.Vpc.Calls;

namespace Fairlead.Simulation.Calls;

internal sealed partial class CallDesk
{
    // UnassignPrivateIpAddresses and UnassignIpv6Addresses: "1 to 10".
    private const int MostReleased = 10;

    private void Assign(AssignRanges deed) => _releases.Assign(deed.Interface, () => _loop.Send(new Request(
        FakeQueries.Assign(region, deed.Interface, deed.Kind, deed.Count, deed.Token), deed.Interface,
        reply =>
        {
            var given = (AssignedReply)reply!;
            IReadOnlyList<Cidr> ranges = [.. given.Addresses.Select(address => address.ToCidr()), .. given.Prefixes];
            _releases.Assigned(deed.Interface, ranges);
            End(new RangesAssigned(deed.Id, ranges));
        },
        error =>
        {
            _releases.Assigned(deed.Interface, []);
            Fail(deed, error);
        }) { VSwitch = VSwitchOf(deed.Interface) }));

    private void Assign(AssignAddresses deed)
    {
        var families = deed.Addresses.GroupBy(address => address.IsV6).Select(family => family.ToList()).ToList();
        Named(deed, families, 0);
    }

    /// <summary>A call for each family, one after the other.</summary>
    private void Named(AssignAddresses deed, List<List<InetAddress>> families, int next)
    {
        if (next == families.Count)
        {
            End(new RangesAssigned(deed.Id, [.. deed.Addresses.Select(address => address.ToCidr())]));
            return;
        }

        _releases.Assign(deed.Interface, () => _loop.Send(new Request(
            FakeQueries.Assign(region, deed.Interface, families[next], deed.Token), deed.Interface,
            _ => Named(deed, families, next, families[next]),
            error =>
            {
                if (!error.IsConflict && !error.IsLimitPerInstance)
                {
                    Unnamed(deed, error);
                    return;
                }

                // It may have them already.
                Find(deed.Interface, eni =>
                {
                    if (eni is not null && families[next].All(eni.Addresses.Contains))
                    {
                        Named(deed, families, next, families[next]);
                    }
                    else
                    {
                        Unnamed(deed, error);
                    }
                }, _ => Unnamed(deed, error));
            }) { VSwitch = VSwitchOf(deed.Interface) }));
    }

    private void Named(AssignAddresses deed, List<List<InetAddress>> families, int at, List<InetAddress> given)
    {
        _releases.Assigned(deed.Interface, [.. given.Select(address => address.ToCidr())]);
        Named(deed, families, at + 1);
    }

    private void Unnamed(AssignAddresses deed, CloudException error)
    {
        _releases.Assigned(deed.Interface, []);
        Fail(deed, error);
    }

    private void Release(ReleaseRanges deed)
    {
        var batches = deed.Ranges.Distinct().GroupBy(range => (range.IsSingleAddress, range.IsV6)).SelectMany(kind => kind.Chunk(MostReleased)).ToList();
        var left = batches.Count;
        CloudException? first = null;
        void Ended(CloudException? error)
        {
            first ??= error;
            if (--left > 0)
            {
                return;
            }

            if (first is null)
            {
                Done(deed);
            }
            else
            {
                Fail(deed, first);
            }
        }

        if (left == 0)
        {
            Done(deed);
        }

        foreach (var batch in batches)
        {
            var release = _releases.Begin(deed.Interface, batch);
            Take(release, batch, error =>
            {
                _releases.End(release);
                Ended(error);
            });
        }
    }

    /// <summary>Several at once, or one by one where an earlier request may be why one of them is not there.</summary>
    private void Take(PendingRelease release, IReadOnlyList<Cidr> ranges, Action<CloudException?> then) => _loop.Send(new Request(
        Unassign(release.Interface, ranges), release.Interface, _ => then(null),
        error =>
        {
            if (error.Code == "InvalidEniId.NotFound")
            {
                then(null);
            }
            else if (error.IsNotFound && ranges.Count > 1 && release.IsInDoubt)
            {
                OneByOne(release, ranges, 0, then);
            }
            else if (error.IsNotFound && ranges.Count == 1)
            {
                // The cloud says of a primary address, too, that it is none to be taken.
                Find(release.Interface, eni => then(eni is not null && eni.Addresses[0].ToCidr() == ranges[0] ? error : null), then);
            }
            else
            {
                then(error);
            }
        })
    {
        Look = look => _releases.Doubt(release, () => look(release.IsGivenAgain)),
    });

    private void OneByOne(PendingRelease release, IReadOnlyList<Cidr> ranges, int next, Action<CloudException?> then)
    {
        if (next == ranges.Count)
        {
            then(null);
            return;
        }

        Take(release, [ranges[next]], error =>
        {
            if (error is null)
            {
                OneByOne(release, ranges, next + 1, then);
            }
            else
            {
                then(error);
            }
        });
    }

    private CloudChange Unassign(string eni, IReadOnlyList<Cidr> ranges)
    {
        string[] addresses = [.. ranges.Where(range => range.IsSingleAddress).Select(range => range.Address.ToString())];
        string[] prefixes = [.. ranges.Where(range => !range.IsSingleAddress).Select(range => range.ToString())];
        return ranges[0].IsV6
            ? new UnassignIpv6Addresses { RegionId = region, NetworkInterfaceId = eni, Ipv6Address = addresses, Ipv6Prefix = prefixes }
            : new UnassignPrivateIpAddresses { RegionId = region, NetworkInterfaceId = eni, PrivateIpAddress = addresses, Ipv4Prefix = prefixes };
    }

    private string VSwitchOf(string eni) => cloud.State.Interfaces.TryGetValue(eni, out var known) ? known.VSwitch : "";
}
