using System.Text.Json;
using Fairlead.Cloud.Alibaba.Answers;
using Fairlead.Cloud.Alibaba.Batching;
using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Cloud.Alibaba.Circuits;
using Fairlead.Cloud.Alibaba.Doubts;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Alibaba.Verbs;

/// <summary>What an ENI has more and less of. Taking never waits for giving, but where it is in doubt whether it was done.</summary>
internal sealed class AddressVerbs : IDisposable
{
    // AssignPrivateIpAddresses: "1 to 32" by name, by number what the ENI can bear, 49 before it is attached. The other kinds: "1 to 10".
    private const int MostAddresses4 = 32;
    private const int MostOthers = 10;

    private readonly OpenApi _api;
    private readonly InterfaceVerbs _interfaces;
    private readonly VSwitchCircuits _circuits;
    private readonly CallMetrics _metrics;
    private readonly ReleaseDoubts _doubts = new();
    private readonly Dictionary<AddressKind, CallBatcher<string, int, IReadOnlyList<Cidr>>> _assigns;
    private readonly CallBatcher<(string Id, AddressKind Kind), Cidr, bool> _releases;

    public AddressVerbs(OpenApi api, InterfaceVerbs interfaces, VSwitchCircuits circuits, CallMetrics metrics, AlibabaCloudOptions options, TimeProvider clock)
    {
        (_api, _interfaces, _circuits, _metrics) = (api, interfaces, circuits, metrics);
        _assigns = Enum.GetValues<AddressKind>().ToDictionary(kind => kind, kind => new CallBatcher<string, int, IReadOnlyList<Cidr>>(
            Most(kind), options.BatchWindow, clock, count => count, (id, counts, cancel) => AssignAllAsync(id, kind, counts, cancel),
            error => error.Kind is CloudErrorKind.NoAddresses or CloudErrorKind.LimitPerInstance or CloudErrorKind.QuotaExceeded or CloudErrorKind.Invalid));
        _releases = new CallBatcher<(string Id, AddressKind Kind), Cidr, bool>(
            MostOthers, options.BatchWindow, clock, _ => 1, (key, ranges, cancel) => ReleaseAllAsync(key.Id, key.Kind, ranges, cancel),
            OpenApi.IsWorthALook);
    }

    public static int Most(AddressKind kind) => kind == AddressKind.Address4 ? MostAddresses4 : MostOthers;

    public Task<IReadOnlyList<Cidr>> AssignAsync(string id, AddressKind kind, int count, string? token, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most(kind));
        // A token of the caller's own must mean the same call when it is repeated: it cannot stand for what others asked for.
        return token is null ? _assigns[kind].AskAsync(id, count, cancel) : GetAsync(id, kind, count, token, cancel);
    }

    public Task<IReadOnlyList<Cidr>> AssignAsync(string id, IReadOnlyList<InetAddress> addresses, string token, CancellationToken cancel)
    {
        var kind = KindOf(addresses);
        return _doubts.AssignAsync(id, () => NameAsync(id, kind, addresses, token, cancel), cancel);
    }

    public Task ReleaseAsync(string id, IReadOnlyList<Cidr> ranges, CancellationToken cancel) =>
        Task.WhenAll(ranges.Distinct().Select(range => _releases.AskAsync((id, KindOf(range)), range, cancel)));

    public void Dispose()
    {
        _releases.Dispose();
        foreach (var batcher in _assigns.Values)
        {
            batcher.Dispose();
        }
    }

    private static AddressKind KindOf(IReadOnlyList<InetAddress> addresses)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(addresses.Count, 1, nameof(addresses));
        var kind = addresses[0].IsV6 ? AddressKind.Address6 : AddressKind.Address4;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(addresses.Count, Most(kind), nameof(addresses));
        return addresses.All(address => address.IsV6 == addresses[0].IsV6)
            ? kind
            : throw new ArgumentException("IPv4 and IPv6 addresses take a call each", nameof(addresses));
    }

    private static AddressKind KindOf(Cidr range) => (range.IsSingleAddress, range.IsV6) switch
    {
        (true, false) => AddressKind.Address4,
        (true, true) => AddressKind.Address6,
        (false, false) => AddressKind.Prefix4,
        (false, true) => AddressKind.Prefix6,
    };

    private async Task<IReadOnlyList<IReadOnlyList<Cidr>>> AssignAllAsync(string id, AddressKind kind, IReadOnlyList<int> counts, CancellationToken cancel)
    {
        _metrics.Batched(ActionOf("Assign", kind), counts.Count);
        var given = await GetAsync(id, kind, counts.Sum(), ClientTokens.Make(), cancel).ConfigureAwait(false);
        var shares = new List<IReadOnlyList<Cidr>>();
        foreach (var count in counts)
        {
            shares.Add([.. given.Skip(shares.Sum(share => share.Count)).Take(count)]);
        }

        return shares;
    }

    private Task<IReadOnlyList<Cidr>> GetAsync(string id, AddressKind kind, int count, string token, CancellationToken cancel) =>
        _doubts.AssignAsync(id, () => AskAsync(id, kind, count, token, cancel), cancel);

    /// <summary>No circuit is asked: an address that is somebody's reservation is there however full the vSwitch is.</summary>
    private async Task<IReadOnlyList<Cidr>> NameAsync(string id, AddressKind kind, IReadOnlyList<InetAddress> addresses, string token, CancellationToken cancel)
    {
        var call = new OpenApiCall(Product.Ecs, ActionOf("Assign", kind), id).With("NetworkInterfaceId", id)
            .With(RangeName(kind), addresses.Select(address => address.ToString())).With("ClientToken", token);
        try
        {
            await _api.CallAsync(call, cancel).ConfigureAwait(false);
        }
        catch (CloudException error) when (error.IsConflict || error.IsLimitPerInstance)
        {
            if (await _interfaces.FindAsync(id, cancel).ConfigureAwait(false) is not { } eni || !addresses.All(eni.Addresses.Contains))
            {
                throw;
            }
        }

        return [.. addresses.Select(address => address.ToCidr())];
    }

    private async Task<IReadOnlyList<Cidr>> AskAsync(string id, AddressKind kind, int count, string token, CancellationToken cancel)
    {
        var call = new OpenApiCall(Product.Ecs, ActionOf("Assign", kind), id).With("NetworkInterfaceId", id).With(CountName(kind), count).With("ClientToken", token);
        try
        {
            var answer = await _circuits.AskAsync(_interfaces.VSwitchOf(id), kind, count, call.Action, token, () => _api.CallAsync(call, cancel)).ConfigureAwait(false);
            var given = Given(answer, kind);
            return given.Length == count ? given : throw OpenApi.Incomplete(call, $"asked for {count}, the answer has {given.Length}");
        }
        catch (CloudException error) when (error.IsNoAddresses)
        {
            throw error.Of(await LearnAsync(id, kind, count, cancel).ConfigureAwait(false));
        }
    }

    /// <summary>Of an ENI whose vSwitch nobody told yet: it was refused for want of addresses, so the vSwitch is worth a call.</summary>
    private async Task<string> LearnAsync(string id, AddressKind kind, int count, CancellationToken cancel)
    {
        if (_interfaces.VSwitchOf(id) is { } known)
        {
            return known;
        }

        try
        {
            var vSwitch = (await _interfaces.FindAsync(id, cancel).ConfigureAwait(false))?.VSwitch ?? "";
            if (vSwitch.Length > 0)
            {
                _circuits.Refused(vSwitch, kind, count);
            }

            return vSwitch;
        }
        catch (CloudException)
        {
            return "";
        }
    }

    private async Task<IReadOnlyList<bool>> ReleaseAllAsync(string id, AddressKind kind, IReadOnlyList<Cidr> ranges, CancellationToken cancel)
    {
        _metrics.Batched(ActionOf("Unassign", kind), ranges.Count);
        using var release = _doubts.Begin(id, ranges);
        try
        {
            await TakeAsync(release, kind, ranges, cancel).ConfigureAwait(false);
        }
        catch (CloudException error) when (error.Code == "InvalidEniId.NotFound")
        {
            // The whole ENI is gone, and with it all that it had.
        }
        catch (CloudException error) when (error.IsNotFound && release.IsAlone && ranges.Count > 1)
        {
            // Its first request was lost, and may be why one of them is not found. Nobody may be given any of them until that is clear.
            foreach (var range in ranges)
            {
                await TakeAsync(release, kind, [range], cancel).ConfigureAwait(false);
            }
        }

        if (_interfaces.VSwitchOf(id) is { } vSwitch)
        {
            _circuits.Released(vSwitch);
        }

        return [.. ranges.Select(_ => true)];
    }

    private async Task TakeAsync(PendingRelease release, AddressKind kind, IReadOnlyList<Cidr> ranges, CancellationToken cancel)
    {
        var call = new OpenApiCall(Product.Ecs, ActionOf("Unassign", kind), release.Id).With("NetworkInterfaceId", release.Id)
            .With(RangeName(kind), ranges.Select(range => range.IsSingleAddress ? range.Address.ToString() : range.ToString()));
        try
        {
            await _api.CallAsync(call, cancel, new OutcomeLook(look => IsGivenAgainAsync(release, look))).ConfigureAwait(false);
        }
        catch (CloudException error) when (error.IsNotFound && ranges.Count == 1)
        {
            // The cloud says of a primary address, too, that it is none to be taken.
            if (await _interfaces.FindAsync(release.Id, cancel).ConfigureAwait(false) is { } eni && eni.Addresses[0].ToCidr() == ranges[0])
            {
                throw;
            }
        }
    }

    /// <summary>
    /// Of a release that may be done. Descriptions cannot tell: behind as they are, they lack what was just assigned and show what is
    /// gone. What can is to repeat it while nothing is assigned: then only who released it can have made it gone.
    /// </summary>
    private static async Task<bool> IsGivenAgainAsync(PendingRelease release, CancellationToken cancel)
    {
        await release.AloneAsync(cancel).ConfigureAwait(false);
        return release.IsGivenAgain;
    }

    private static string ActionOf(string verb, AddressKind kind) => verb + (kind is AddressKind.Address4 or AddressKind.Prefix4 ? "PrivateIpAddresses" : "Ipv6Addresses");

    private static string CountName(AddressKind kind) => kind switch
    {
        AddressKind.Address4 => "SecondaryPrivateIpAddressCount",
        AddressKind.Address6 => "Ipv6AddressCount",
        AddressKind.Prefix4 => "Ipv4PrefixCount",
        _ => "Ipv6PrefixCount",
    };

    private static string RangeName(AddressKind kind) => kind switch
    {
        AddressKind.Address4 => "PrivateIpAddress",
        AddressKind.Address6 => "Ipv6Address",
        AddressKind.Prefix4 => "Ipv4Prefix",
        _ => "Ipv6Prefix",
    };

    private static Cidr[] Given(JsonElement answer, AddressKind kind)
    {
        var given4 = answer.TryGetProperty("AssignedPrivateIpAddressesSet", out var fields) ? fields : default;
        return kind switch
        {
            AddressKind.Address4 => [.. JsonFields.Addresses(given4.Texts("PrivateIpSet", "PrivateIpAddress")).Select(address => address.ToCidr())],
            AddressKind.Address6 => [.. JsonFields.Addresses(answer.Texts("Ipv6Sets", "Ipv6Address")).Select(address => address.ToCidr())],
            AddressKind.Prefix4 => [.. JsonFields.Ranges(given4.Texts("Ipv4PrefixSet", "Ipv4Prefixes"))],
            _ => [.. JsonFields.Ranges(answer.Texts("Ipv6PrefixSets", "Ipv6Prefix"))],
        };
    }
}
