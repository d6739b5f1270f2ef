using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Gate;

namespace Fairlead.Testing.Cloud;

/// <summary>
/// The contract over the emulator's own state machine, without HTTP, on any clock: limits, delays, lags and scripted faults are the
/// gate's. It repeats nothing, so a test sees each refusal.
/// </summary>
public sealed class FakeCloud(CloudGate gate, string region) : ICloudNetwork
{
    private readonly FakeCalls _calls = new(gate);

    public int MostPerAssignment(AddressKind kind) => kind == AddressKind.Address4 ? 32 : 10;

    public async Task<IReadOnlyList<CloudInterface>> ListInterfacesAsync(InterfaceFilter filter, CancellationToken cancel = default)
    {
        var found = new Dictionary<string, CloudInterface>();
        foreach (var ids in filter.Ids.Count == 0 ? [[]] : filter.Ids.Distinct().Chunk(100))
        {
            foreach (var eni in await _calls.ListAsync<Vpc.Topology.NetworkInterface>(page => FakeQueries.Interfaces(region, filter with { Ids = ids }, page), cancel))
            {
                found[eni.Id] = FakeViews.Of(eni);
            }
        }

        return [.. found.Values];
    }

    public async Task<CloudInterface?> FindInterfaceAsync(string id, CancellationToken cancel = default) =>
        (await ListInterfacesAsync(new InterfaceFilter { Ids = [id] }, cancel)).SingleOrDefault();

    public async Task<CloudInterface> CreateInterfaceAsync(InterfaceWish wish, string? clientToken = null, CancellationToken cancel = default)
    {
        var call = FakeQueries.Create(region, wish, clientToken ?? ClientTokens.Make());
        return FakeViews.Of((await _calls.AskAsync<InterfaceReply>(call, wish.VSwitch, wish.VSwitch, cancel)).Interface);
    }

    public Task AttachInterfaceAsync(string id, string instance, string? trunk = null, CancellationToken cancel = default) => ReachAsync(
        new AttachNetworkInterface { RegionId = region, NetworkInterfaceId = id, InstanceId = instance, TrunkNetworkInstanceId = trunk },
        id, eni => eni is not null && eni.IsOn(instance, trunk), cancel);

    public Task DetachInterfaceAsync(string id, string instance, string? trunk = null, CancellationToken cancel = default) => ReachAsync(
        new DetachNetworkInterface { RegionId = region, NetworkInterfaceId = id, InstanceId = instance, TrunkNetworkInstanceId = trunk },
        id, eni => eni is null || !eni.IsOn(instance, null), cancel);

    public Task DeleteInterfaceAsync(string id, CancellationToken cancel = default) => ReachAsync(
        new DeleteNetworkInterface { RegionId = region, NetworkInterfaceId = id }, id, eni => eni is null or { State: InterfaceState.Deleting }, cancel);

    public async Task<IReadOnlyList<Cidr>> AssignAsync(string id, AddressKind kind, int count, string? clientToken = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostPerAssignment(kind));
        var vSwitch = gate.Cloud.State.Interfaces.TryGetValue(id, out var eni) ? eni.VSwitch : "";
        var reply = await _calls.AskAsync<AssignedReply>(FakeQueries.Assign(region, id, kind, count, clientToken ?? ClientTokens.Make()), id, vSwitch, cancel);
        return [.. reply.Addresses.Select(address => address.ToCidr()), .. reply.Prefixes];
    }

    public async Task<IReadOnlyList<Cidr>> AssignAsync(string id, IReadOnlyList<InetAddress> addresses, string? clientToken = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(addresses.Count, 1, nameof(addresses));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(addresses.Count, MostPerAssignment(addresses[0].IsV6 ? AddressKind.Address6 : AddressKind.Address4), nameof(addresses));
        if (addresses.Any(address => address.IsV6 != addresses[0].IsV6))
        {
            throw new ArgumentException("IPv4 and IPv6 addresses take a call each", nameof(addresses));
        }

        try
        {
            await _calls.AskAsync<AssignedReply>(FakeQueries.Assign(region, id, addresses, clientToken ?? ClientTokens.Make()), id, "", cancel);
        }
        catch (CloudException error) when (error.IsConflict || error.IsLimitPerInstance)
        {
            if (await FindInterfaceAsync(id, cancel) is not { } eni || !addresses.All(eni.Addresses.Contains))
            {
                throw;
            }
        }

        return [.. addresses.Select(address => address.ToCidr())];
    }

    public async Task ReleaseAsync(string id, IReadOnlyList<Cidr> ranges, CancellationToken cancel = default)
    {
        foreach (var range in ranges.Distinct())
        {
            await ReachAsync(FakeQueries.Release(region, id, range), id, eni => eni is null || !eni.Has(range), cancel);
        }
    }

    public async Task<IReadOnlyList<CloudInstance>> ListInstancesAsync(InstanceFilter filter, CancellationToken cancel = default) =>
        [.. (await _calls.ListAsync<InstanceView>(page => FakeQueries.Instances(region, filter, page), cancel)).Select(FakeViews.Of)];

    public async Task<InstanceLimits?> FindLimitsAsync(string instanceType, CancellationToken cancel = default)
    {
        try
        {
            var types = await _calls.ListAsync<Planning.Capacity.InstanceType>(
                page => new DescribeInstanceTypes { RegionId = region, InstanceTypes = [instanceType], Page = page }, cancel);
            return types.Where(type => type.Name == instanceType).Select(FakeViews.Of).SingleOrDefault();
        }
        catch (CloudException error) when (error.IsNotFound || error.IsInvalid)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<CloudVSwitch>> ListVSwitchesAsync(string vpc, CancellationToken cancel = default) =>
        await VSwitchesAsync(vpc, null, cancel);

    public async Task<CloudVSwitch?> FindVSwitchAsync(string id, CancellationToken cancel = default) =>
        (await VSwitchesAsync(null, id, cancel)).SingleOrDefault();

    public async Task<IReadOnlyList<CloudRoute>> ListRoutesAsync(string table, CancellationToken cancel = default)
    {
        var entries = await _calls.ListAsync<RouteEntryView>(
            page => new DescribeRouteEntryList { RegionId = region, RouteTableId = table, RouteEntryType = "Custom", Page = page }, cancel);
        return [.. entries.Select(FakeViews.Of)];
    }

    public async Task<string> CreateRouteAsync(RouteWish wish, string? clientToken = null, CancellationToken cancel = default) =>
        (await _calls.AskAsync<CreatedReply>(FakeQueries.Route(region, wish, clientToken ?? ClientTokens.Make()), wish.Table, "", cancel)).Id;

    public async Task DeleteRouteAsync(CloudRoute route, CancellationToken cancel = default)
    {
        try
        {
            await _calls.AskAsync<DoneReply>(FakeQueries.Delete(region, route), route.Id, "", cancel);
        }
        catch (CloudException error) when (error.IsNotFound)
        {
            // It is gone, which is what was asked for.
        }
    }

    private async Task<IReadOnlyList<CloudVSwitch>> VSwitchesAsync(string? vpc, string? id, CancellationToken cancel)
    {
        var views = await _calls.ListAsync<VSwitchView>(
            page => new DescribeVSwitches { RegionId = region, VpcId = vpc, VSwitchId = id, Page = page }, cancel, numbered: true);
        return [.. views.Select(FakeViews.Of)];
    }

    private async Task ReachAsync(CloudChange call, string id, Func<CloudInterface?, bool> isDone, CancellationToken cancel)
    {
        try
        {
            await _calls.AskAsync<DoneReply>(call, id, "", cancel);
        }
        catch (CloudException error) when (!error.IsThrottled && !error.IsUnavailable && !error.IsDenied && !error.IsCredentialsRefused)
        {
            if (!isDone(await FindInterfaceAsync(id, cancel)))
            {
                throw;
            }
        }
    }
}
