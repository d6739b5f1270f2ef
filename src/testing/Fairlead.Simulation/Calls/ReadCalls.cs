using CloudCall = Fairlead.Allocation.Deeds.CloudCall;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Planning.Capacity;
using Fairlead.Testing.Cloud;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Simulation.Calls;

internal sealed partial class CallDesk
{
    // DescribeNetworkInterfaces: "MaxResults: 10 to 500", ids "1 to 100". DescribeVSwitches: 50. The others: 100.
    private const int InterfacePage = 500;
    private const int VSwitchPage = 50;
    private const int Page = 100;
    private const int MostIds = 100;

    private void Read(CloudCall call)
    {
        switch (call)
        {
            case ListInterfaces list:
                Interfaces(list, [.. list.Filter.Ids.Count == 0 ? [[]] : list.Filter.Ids.Distinct().Chunk(MostIds)], 0, []);
                break;
            case ListInstances list:
                Pages<InstanceView>(call, "", page => FakeQueries.Instances(region, list.Filter, page), items => new InstancesListed(call.Id, [.. items.Select(FakeViews.Of)]));
                break;
            case FindLimits find:
                Limits(find);
                break;
            case ListVSwitches list:
                Numbered(list, 1, []);
                break;
            case ListRoutes list:
                Pages<RouteEntryView>(
                    call, list.Table, page => new DescribeRouteEntryList { RegionId = region, RouteTableId = list.Table, RouteEntryType = "Custom", Page = page },
                    items => new RoutesListed(call.Id, [.. items.Select(FakeViews.Of)]));
                break;
            default:
                throw new ArgumentException($"nobody here knows {call}", nameof(call));
        }
    }

    private void Interfaces(ListInterfaces deed, List<string[]> ids, int next, Dictionary<string, CloudInterface> found)
    {
        if (next == ids.Count)
        {
            End(new InterfacesListed(deed.Id, [.. found.Values]));
            return;
        }

        Collect<NetworkInterface>("", page => FakeQueries.Interfaces(region, deed.Filter with { Ids = ids[next] }, page), InterfacePage, items =>
        {
            items.ForEach(eni => found[eni.Id] = FakeViews.Of(eni));
            Interfaces(deed, ids, next + 1, found);
        }, error => Fail(deed, error));
    }

    private void Limits(FindLimits deed) => Collect<InstanceType>(
        deed.InstanceType, page => new DescribeInstanceTypes { RegionId = region, InstanceTypes = [deed.InstanceType], Page = page }, Page,
        types => End(new LimitsFound(deed.Id, types.Where(type => type.Name == deed.InstanceType).Select(FakeViews.Of).SingleOrDefault())),
        error =>
        {
            if (error.IsNotFound || error.IsInvalid)
            {
                End(new LimitsFound(deed.Id, null));
            }
            else
            {
                Fail(deed, error);
            }
        });

    private void Pages<T>(CloudCall deed, string resource, Func<PageWish, CloudQuery> ask, Func<List<T>, CallEnded> listed) =>
        Collect<T>(resource, ask, Page, items => End(listed(items)), error => Fail(deed, error));

    /// <summary>A whole list, page by page, by the cloud's tokens.</summary>
    private void Collect<T>(string resource, Func<PageWish, CloudQuery> ask, int size, Action<List<T>> done, Action<CloudException> failed)
    {
        var items = new List<T>();
        void Next(string? token) => _loop.Send(new Request(ask(new PageWish(null, size, token)), resource, reply =>
        {
            var page = (PageReply<T>)reply!;
            items.AddRange(page.Items);
            if (string.IsNullOrEmpty(page.NextToken))
            {
                done(items);
            }
            else
            {
                Next(page.NextToken);
            }
        }, failed));
        Next(null);
    }

    private void Numbered(ListVSwitches deed, int number, List<VSwitchView> items) => _loop.Send(new Request(
        new DescribeVSwitches { RegionId = region, VpcId = deed.Vpc, Page = new PageWish(number, VSwitchPage, null) }, deed.Vpc,
        reply =>
        {
            var page = (PageReply<VSwitchView>)reply!;
            items.AddRange(page.Items);
            if (page.Items.Count == 0 || items.Count >= page.Total)
            {
                End(new VSwitchesListed(deed.Id, [.. items.Select(FakeViews.Of)]));
            }
            else
            {
                Numbered(deed, number + 1, items);
            }
        }, error => Fail(deed, error)));

    private void Create(CreateRoute deed) => Alone(deed.Wish.Table, free => _loop.Send(new Request(
        FakeQueries.Route(region, deed.Wish, deed.Token), deed.Wish.Table,
        reply =>
        {
            free();
            End(new RouteMade(deed.Id, ((CreatedReply)reply!).Id));
        },
        error =>
        {
            free();
            Fail(deed, error);
        })));

    private void Delete(DeleteRoute deed) => Alone(deed.Route.Table, free => _loop.Send(new Request(
        FakeQueries.Delete(region, deed.Route), deed.Route.Id,
        _ =>
        {
            free();
            Done(deed);
        },
        error =>
        {
            free();
            if (error.IsNotFound)
            {
                Done(deed);
            }
            else
            {
                Fail(deed, error);
            }
        })));

    /// <summary>The cloud changes one entry of a table at a time, so the client queues.</summary>
    private void Alone(string table, Action<Action> begin)
    {
        void Free()
        {
            var queue = _tables[table];
            queue.Dequeue();
            if (queue.TryPeek(out var next))
            {
                next();
            }
        }

        if (!_tables.TryGetValue(table, out var waiting))
        {
            _tables[table] = waiting = [];
        }

        waiting.Enqueue(() => begin(Free));
        if (waiting.Count == 1)
        {
            waiting.Peek()();
        }
    }
}
