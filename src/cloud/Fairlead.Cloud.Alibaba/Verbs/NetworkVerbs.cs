using System.Collections.Concurrent;
using System.Text.Json;
using Fairlead.Cloud.Alibaba.Answers;
using Fairlead.Cloud.Alibaba.Calls;

namespace Fairlead.Cloud.Alibaba.Verbs;

/// <summary>vSwitches and route entries.</summary>
internal sealed class NetworkVerbs(OpenApi api)
{
    // DescribeVSwitches: "PageSize: maximum value 50". DescribeRouteEntryList: "MaxResult: 1 to 100".
    private const int VSwitchPage = 50;
    private const int RoutePage = 100;

    // The cloud changes one entry of a table at a time and refuses the others meanwhile: better to queue here.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _tables = [];

    public async Task<IReadOnlyList<CloudVSwitch>> ListVSwitchesAsync(string vpc, CancellationToken cancel)
    {
        var found = new List<CloudVSwitch>();
        for (var page = 1; ; page++)
        {
            var call = new OpenApiCall(Product.Vpc, "DescribeVSwitches", vpc).With("VpcId", vpc).With("PageSize", VSwitchPage).With("PageNumber", page);
            var answer = await api.CallAsync(call, cancel).ConfigureAwait(false);
            var items = answer.List("VSwitches", "VSwitch").ToArray();
            found.AddRange(items.Select(NetworkAnswer.ReadVSwitch).OfType<CloudVSwitch>());
            if (items.Length == 0 || page * VSwitchPage >= answer.Number("TotalCount"))
            {
                return found;
            }
        }
    }

    public async Task<CloudVSwitch?> FindVSwitchAsync(string id, CancellationToken cancel)
    {
        try
        {
            var answer = await api.CallAsync(new OpenApiCall(Product.Vpc, "DescribeVSwitches", id).With("VSwitchId", id), cancel).ConfigureAwait(false);
            return answer.List("VSwitches", "VSwitch").Select(NetworkAnswer.ReadVSwitch).FirstOrDefault(vSwitch => vSwitch?.Id == id);
        }
        catch (CloudException error) when (error.IsNotFound)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<CloudRoute>> ListRoutesAsync(string table, CancellationToken cancel)
    {
        OpenApiCall Ask() => new OpenApiCall(Product.Vpc, "DescribeRouteEntryList", table).With("RouteTableId", table).With("RouteEntryType", "Custom");
        var items = await api.ListAsync(Ask, "MaxResult", RoutePage, "RouteEntrys", "RouteEntry", cancel).ConfigureAwait(false);
        return [.. items.Select(NetworkAnswer.ReadRoute).OfType<CloudRoute>().DistinctBy(route => route.Id)];
    }

    public async Task<string> CreateRouteAsync(RouteWish wish, string token, CancellationToken cancel)
    {
        var call = new OpenApiCall(Product.Vpc, "CreateRouteEntry", wish.Table)
            .With("RouteTableId", wish.Table).With("DestinationCidrBlock", wish.Destination.ToString()).With("NextHopType", NetworkAnswer.HopName(wish.Hop))
            .With("NextHopId", wish.NextHop).With("RouteEntryName", wish.Name).With("Description", wish.Description).With("ClientToken", token);
        return (await AloneAsync(wish.Table, call, cancel).ConfigureAwait(false)).Text("RouteEntryId");
    }

    public async Task DeleteRouteAsync(CloudRoute route, CancellationToken cancel)
    {
        var call = new OpenApiCall(Product.Vpc, "DeleteRouteEntry", route.Id.Length > 0 ? route.Id : route.Table);
        call = route.Id.Length > 0
            ? call.With("RouteEntryId", route.Id)
            : call.With("RouteTableId", route.Table).With("DestinationCidrBlock", route.Destination.ToString()).With("NextHopId", route.NextHop);
        try
        {
            await AloneAsync(route.Table, call, cancel).ConfigureAwait(false);
        }
        catch (CloudException error) when (error.IsNotFound)
        {
            // It is gone, which is what was asked for.
        }
    }

    private async Task<JsonElement> AloneAsync(string table, OpenApiCall call, CancellationToken cancel)
    {
        var gate = _tables.GetOrAdd(table, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await api.CallAsync(call, cancel).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }
}
