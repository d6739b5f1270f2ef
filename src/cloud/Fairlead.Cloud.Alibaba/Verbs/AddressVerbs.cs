using System.Text.Json;
using Fairlead.Cloud.Alibaba.Answers;
using Fairlead.Cloud.Alibaba.Batching;
using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Cloud.Alibaba.Circuits;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Alibaba.Verbs;

/// <summary>What an ENI has more and less of. Giving and taking never wait for each other.</summary>
internal sealed class AddressVerbs : IDisposable
{
    // AssignPrivateIpAddresses: "1 to 32" by name, by number what the ENI can bear, 49 before it is attached. The other kinds: "1 to 10".
    private const int MostAddresses4 = 32;
    private const int MostOthers = 10;

    private readonly OpenApi _api;
    private readonly InterfaceVerbs _interfaces;
    private readonly VSwitchCircuits _circuits;
    private readonly CallMetrics _metrics;
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
            error => error.IsNotFound || OpenApi.IsWorthALook(error));
    }

    public static int Most(AddressKind kind) => kind == AddressKind.Address4 ? MostAddresses4 : MostOthers;

    public Task<IReadOnlyList<Cidr>> AssignAsync(string id, AddressKind kind, int count, string? token, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most(kind));
        // A token of the caller's own must mean the same call when it is repeated: it cannot stand for what others asked for.
        return token is null ? _assigns[kind].AskAsync(id, count, cancel) : AskAsync(id, kind, count, token, cancel);
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
        var given = await AskAsync(id, kind, counts.Sum(), ClientTokens.Make(), cancel).ConfigureAwait(false);
        var shares = new List<IReadOnlyList<Cidr>>();
        foreach (var count in counts)
        {
            shares.Add([.. given.Skip(shares.Sum(share => share.Count)).Take(count)]);
        }

        return shares;
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
        var action = ActionOf("Unassign", kind);
        _metrics.Batched(action, ranges.Count);
        var call = new OpenApiCall(Product.Ecs, action, id).With("NetworkInterfaceId", id)
            .With(RangeName(kind), ranges.Select(range => range.IsSingleAddress ? range.Address.ToString() : range.ToString()));
        try
        {
            await _api.CallAsync(call, cancel, look => AreGoneAsync(id, ranges, look)).ConfigureAwait(false);
            if (_interfaces.VSwitchOf(id) is { } vSwitch)
            {
                _circuits.Released(vSwitch);
            }
        }
        catch (CloudException error) when (ranges.Count == 1 && OpenApi.IsWorthALook(error))
        {
            if (await IsStillThereAsync(id, ranges[0], error, cancel).ConfigureAwait(false))
            {
                throw;
            }
        }

        return [.. ranges.Select(_ => true)];
    }

    /// <summary>Of one that the cloud would not take away. It says of a primary address, too, that it is none to be taken.</summary>
    private async Task<bool> IsStillThereAsync(string id, Cidr range, CloudException error, CancellationToken cancel) =>
        await _interfaces.FindAsync(id, cancel).ConfigureAwait(false) is { } eni && eni.Has(range) &&
        // Descriptions lag: what the cloud does not find any more is gone, whatever they say.
        (!error.IsNotFound || eni.Addresses[0].ToCidr() == range);

    private async Task<bool> AreGoneAsync(string id, IReadOnlyList<Cidr> ranges, CancellationToken cancel) =>
        await _interfaces.FindAsync(id, cancel).ConfigureAwait(false) is { } eni && !ranges.Any(eni.Has);

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
