using System.Collections.Concurrent;
using Fairlead.Cloud.Alibaba.Answers;
using Fairlead.Cloud.Alibaba.Batching;
using Fairlead.Cloud.Alibaba.Calls;
using Fairlead.Cloud.Alibaba.Circuits;

namespace Fairlead.Cloud.Alibaba.Verbs;

/// <summary>ENIs as a whole.</summary>
internal sealed class InterfaceVerbs : IDisposable
{
    // DescribeNetworkInterfaces: "NetworkInterfaceId: valid values of N: 1 to 100", "MaxResults: 10 to 500".
    private const int IdsPerCall = 100;
    private const int PageSize = 500;

    // More ENIs than any account has; forgetting them all costs one call each.
    private const int MostKnown = 200_000;

    private readonly OpenApi _api;
    private readonly VSwitchCircuits _circuits;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _firstWait;
    private readonly TimeSpan _longestWait;
    private readonly ConcurrentDictionary<string, string> _vSwitches = [];
    private readonly CallBatcher<int, string, CloudInterface?> _finds;

    public InterfaceVerbs(OpenApi api, VSwitchCircuits circuits, CallMetrics metrics, AlibabaCloudOptions options, TimeProvider clock)
    {
        _api = api;
        _circuits = circuits;
        (_clock, _firstWait, _longestWait) = (clock, options.FirstBackoff, options.LongestBackoff);
        _finds = new CallBatcher<int, string, CloudInterface?>(IdsPerCall, options.BatchWindow, clock, _ => 1, async (_, ids, cancel) =>
        {
            metrics.Batched("DescribeNetworkInterfaces", ids.Count);
            var found = await DescribeAsync(new InterfaceFilter { Ids = [.. ids.Distinct()] }, cancel).ConfigureAwait(false);
            return ids.Select(id => found.GetValueOrDefault(id)).ToArray();
        }, error => error.IsNotFound || error.IsInvalid);
    }

    public async Task<IReadOnlyList<CloudInterface>> ListAsync(InterfaceFilter filter, CancellationToken cancel)
    {
        if (filter.Ids.Count <= IdsPerCall)
        {
            return [.. (await DescribeAsync(filter, cancel).ConfigureAwait(false)).Values];
        }

        var found = new Dictionary<string, CloudInterface>();
        foreach (var ids in filter.Ids.Distinct().Chunk(IdsPerCall))
        {
            foreach (var (id, eni) in await DescribeAsync(filter with { Ids = ids }, cancel).ConfigureAwait(false))
            {
                found[id] = eni;
            }
        }

        return [.. found.Values];
    }

    public async Task<CloudInterface?> FindAsync(string id, CancellationToken cancel)
    {
        try
        {
            return await _finds.AskAsync(0, id, cancel).ConfigureAwait(false);
        }
        catch (CloudException error) when (error.IsNotFound)
        {
            return null;
        }
    }

    public async Task<CloudInterface> CreateAsync(InterfaceWish wish, string token, CancellationToken cancel)
    {
        var call = new OpenApiCall(Product.Ecs, "CreateNetworkInterface", wish.VSwitch)
            .With("VSwitchId", wish.VSwitch).With("SecurityGroupIds", wish.SecurityGroups).With("InstanceType", InterfaceAnswer.RoleName(wish.Role))
            .With("PrimaryIpAddress", wish.PrimaryAddress?.ToString()).With("SecondaryPrivateIpAddressCount", wish.Addresses4).With("Ipv6AddressCount", wish.Addresses6)
            .With("Ipv4PrefixCount", wish.Prefixes4).With("Ipv6PrefixCount", wish.Prefixes6)
            .With("NetworkInterfaceName", wish.Name).With("Description", wish.Description).With("ResourceGroupId", wish.ResourceGroup)
            .With("DeleteOnRelease", wish.DeletedWithInstance ? "true" : "false").WithTags(wish.Tags).With("ClientToken", token);
        var (kind, count) = wish.Prefixes4 > 0 ? (AddressKind.Prefix4, wish.Prefixes4) : (AddressKind.Address4, wish.NeededAddresses);
        try
        {
            var answer = await _circuits.AskAsync(wish.VSwitch, kind, count, call.Action, token, () => _api.CallAsync(call, cancel)).ConfigureAwait(false);
            var made = InterfaceAnswer.Read(answer) with { DeletedWithInstance = wish.DeletedWithInstance };
            return made.Id.Length > 0 ? Know(made) : throw OpenApi.Incomplete(call, "the answer names no ENI");
        }
        catch (CloudException error) when (error.IsNoAddresses)
        {
            throw error.Of(wish.VSwitch);
        }
    }

    public Task AttachAsync(string id, string instance, string? trunk, CancellationToken cancel) => ReachAsync(
        Call("AttachNetworkInterface", id).With("InstanceId", instance).With("TrunkNetworkInstanceId", trunk),
        new OutcomeLook(async look => await FindAsync(id, look).ConfigureAwait(false) is { } eni && eni.IsOn(instance, trunk)), isGoneDone: false, cancel);

    public Task DetachAsync(string id, string instance, string? trunk, CancellationToken cancel) => ReachAsync(
        Call("DetachNetworkInterface", id).With("InstanceId", instance).With("TrunkNetworkInstanceId", trunk),
        // One that was just attached may be described as it was before.
        new OutcomeLook(async look => await FindAsync(id, look).ConfigureAwait(false) is not { } eni || !eni.IsOn(instance, null), AtOnce: false), isGoneDone: true, cancel);

    public async Task DeleteAsync(string id, CancellationToken cancel)
    {
        var wait = _firstWait;
        while (!await IsDeletedAsync(id, wait, cancel).ConfigureAwait(false))
        {
            await Task.Delay(wait, _clock, cancel).ConfigureAwait(false);
            wait *= 2;
        }

        if (_vSwitches.TryRemove(id, out var vSwitch))
        {
            _circuits.Released(vSwitch);
        }
    }

    /// <summary>Null where no answer ever told.</summary>
    public string? VSwitchOf(string id) => _vSwitches.GetValueOrDefault(id);

    public void Dispose() => _finds.Dispose();

    private static OpenApiCall Call(string action, string id) => new OpenApiCall(Product.Ecs, action, id).With("NetworkInterfaceId", id);

    /// <returns>False where it was refused for a state that is no more, or not described yet: asked again, the cloud knows which.</returns>
    private async Task<bool> IsDeletedAsync(string id, TimeSpan wait, CancellationToken cancel)
    {
        CloudInterface? seen = null;
        try
        {
            await ReachAsync(Call("DeleteNetworkInterface", id), new OutcomeLook(async look =>
            {
                // One that is not described may be too new for that: only the delete itself knows that it is gone.
                seen = await FindAsync(id, look).ConfigureAwait(false);
                return seen is { State: InterfaceState.Deleting };
            }), isGoneDone: true, cancel).ConfigureAwait(false);
            return true;
        }
        catch (CloudException error) when (error.IsConflict && seen is null && wait < _longestWait)
        {
            return false;
        }
    }

    /// <summary>Calls until the cloud accepts it or its state shows that there is nothing to do.</summary>
    private async Task ReachAsync(OpenApiCall call, OutcomeLook look, bool isGoneDone, CancellationToken cancel)
    {
        try
        {
            await _api.CallAsync(call, cancel, look).ConfigureAwait(false);
        }
        catch (CloudException error) when (isGoneDone && error.IsNotFound)
        {
            // There is nothing to do any more.
        }
        catch (CloudException error) when (OpenApi.IsWorthALook(error))
        {
            if (!await look.IsDone(cancel).ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    private async Task<Dictionary<string, CloudInterface>> DescribeAsync(InterfaceFilter filter, CancellationToken cancel)
    {
        OpenApiCall Ask() => new OpenApiCall(Product.Ecs, "DescribeNetworkInterfaces", filter.Ids.Count == 1 ? filter.Ids[0] : "")
            .With("NetworkInterfaceId", filter.Ids).With("VpcId", filter.Vpc).With("VSwitchId", filter.VSwitch).With("InstanceId", filter.Instance)
            .With("Type", filter.Role?.ToString()).With("Status", filter.State?.ToString()).WithTags(filter.Tags);
        var found = new Dictionary<string, CloudInterface>(StringComparer.Ordinal);
        foreach (var fields in await _api.ListAsync(Ask, "MaxResults", PageSize, "NetworkInterfaceSets", "NetworkInterfaceSet", cancel).ConfigureAwait(false))
        {
            // What changes while pages are turned may be on two of them.
            var eni = Know(InterfaceAnswer.Read(fields));
            found[eni.Id] = eni;
        }

        return found;
    }

    private CloudInterface Know(CloudInterface eni)
    {
        if (_vSwitches.Count > MostKnown)
        {
            _vSwitches.Clear();
        }

        _vSwitches[eni.Id] = eni.VSwitch;
        return eni;
    }
}
