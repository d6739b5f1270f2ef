using System.Collections.Concurrent;
using System.Diagnostics;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Watching;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>What a watcher hears, and that a dump is one state, on both kernels.</summary>
public abstract class WatchContract<TKernel> : KernelContract<TKernel>
    where TKernel : IKernel, new()
{
    private readonly ConcurrentQueue<KernelNews> _heard = new();

    [Fact]
    public void A_watcher_hears_its_own_namespace_and_who_did_it()
    {
        using var watcher = new KernelWatcher(NodeNetns, _heard.Enqueue);
        watcher.Start();
        AddPair();
        var route = Route("10.244.1.7/32");
        Add(Routes, (route.Key, route));
        Hear<LinkNews>(news => news is { NamespaceId: -1, Link: { Name: "flhost", IsUp: true, Alias.Length: > 0 } });
        var heard = Hear<RouteNews>(news => news is { NamespaceId: -1, IsGone: false } && news.Route.Destination == route.Key.Destination);
        Assert.True(Connections.IsOurPort(heard.Port));
        NodeNetns.WriteSysctl("net/ipv4/ip_forward", "1");
        Hear<SettingNews>(news => news.NamespaceId == -1);
    }

    [Fact]
    public void A_watcher_hears_the_pods_side_by_its_number()
    {
        using var watcher = new KernelWatcher(NodeNetns, _heard.Enqueue);
        watcher.Start();
        AddPair();
        var address = new AddressRow(Eth0, Cidr.Parse("10.244.1.7/32"));
        Add(Addresses, (address, address));
        var number = Hear<LinkNews>(news => news is { NamespaceId: -1, Link.PeerNamespaceId: >= 0 }).Link.PeerNamespaceId;
        Hear<AddressNews>(news => news.NamespaceId == number && news.Address.Address == address.Address && !news.IsGone);
        Assert.Null(Try(Addresses, address, address, null).Error);
        Hear<AddressNews>(news => news.NamespaceId == number && news.IsGone);
    }

    [Fact]
    public void Routes_of_IPv4_go_without_a_word_when_their_link_is_set_down()
    {
        AddPair();
        RouteRow[] routes = [Route("10.244.1.7/32"), Route("fd10::7/128")];
        Add(Routes, [.. routes.Select(row => (row.Key, row))]);
        using var watcher = new KernelWatcher(NodeNetns, _heard.Enqueue);
        watcher.Start();
        Assert.Equal(0, Send(batch => LinkCodec.WriteUp(batch, HostIndex, false)).Code);
        Assert.Equal(0, Send(batch => LinkCodec.WriteUp(batch, HostIndex, true)).Code);
        Hear<LinkNews>(news => news.Link is { Index: HostIndex, IsUp: false });
        Hear<LinkNews>(news => news.Link is { Index: HostIndex, IsUp: true });
        Assert.Empty(Read(Routes));
        Assert.Contains(_heard.OfType<RouteNews>(), news => news.IsGone && news.Route.Destination == routes[1].Key.Destination);
        Assert.DoesNotContain(_heard.OfType<RouteNews>(), news => news.Route.Destination == routes[0].Key.Destination);
    }

    [Fact]
    public void A_route_that_goes_with_its_source_address_is_told_of()
    {
        AddPair();
        Assert.Equal(0, Send(batch => AddressCodec.WriteReplace(batch, HostIndex, Cidr.Parse("172.16.10.1/24"), 0)).Code);
        var route = Route("10.244.1.7/32") with { PreferredSource = InetAddress.Parse("172.16.10.1") };
        Add(Routes, (route.Key, route));
        using var watcher = new KernelWatcher(NodeNetns, _heard.Enqueue);
        watcher.Start();
        Assert.Equal(0, Send(batch => AddressCodec.WriteDelete(batch, HostIndex, Cidr.Parse("172.16.10.1/24"))).Code);
        Hear<RouteNews>(news => news.IsGone && news.Route.Destination == route.Key.Destination);
    }

    [Fact]
    public void A_watcher_that_lost_news_says_so_and_goes_on()
    {
        using var watcher = new KernelWatcher(NodeNetns, _heard.Enqueue);
        Kernel.Overrun(NodeNetns);
        watcher.Start();
        // Once at once and once when the socket is empty: what happened in between was dropped as well.
        Hear<NewsLost>(_ => _heard.OfType<NewsLost>().Count() == 2);
        AddPair();
        Hear<LinkNews>(news => news.Link.Name == "flhost");
    }

    [Fact]
    public void A_dump_beside_changes_is_one_state()
    {
        AddPair();
        var steady = Enumerable.Range(0, 600).Select(number => Route($"10.{number / 250}.{number % 250}.0/24", table: 100)).ToList();
        Add(Routes, [.. steady.Select(row => (row.Key, row))]);
        using var stop = new CancellationTokenSource();
        var disturber = new Thread(() => Disturb(stop.Token));
        disturber.Start();
        try
        {
            for (var i = 0; i < 20; i++)
            {
                Kernel.DisturbDump();
                var read = Read(Routes);
                Assert.All(steady, row => Assert.True(read.ContainsKey(row.Key), $"{row} is missing in look {i}"));
            }
        }
        finally
        {
            stop.Cancel();
            disturber.Join();
        }
    }

    // Routes before, between and behind the steady ones come and go, with pauses in which a dump can be whole.
    private void Disturb(CancellationToken stop)
    {
        using var connection = new NetlinkConnection(NodeNetns.Open(NetlinkProtocol.Route));
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var row = Route($"10.{i % 3}.{i % 250}.128/25", table: 100);
            var batch = new NetlinkBatch();
            RouteCodec.WriteReplace(batch, row, HostIndex);
            RouteCodec.WriteDelete(batch, row.Key);
            connection.Execute(batch);
            stop.WaitHandle.WaitOne(5);
        }
    }

    private T Hear<T>(Func<T, bool> expected)
        where T : KernelNews
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(10))
        {
            if (_heard.OfType<T>().FirstOrDefault(expected) is { } found)
            {
                return found;
            }

            Thread.Sleep(2);
        }

        Assert.Fail($"no such {typeof(T).Name} in 10 s; heard:\n{string.Join('\n', _heard)}");
        return null!;
    }
}

public sealed class NewsOfTheFakeKernel : WatchContract<TheFakeKernel>;

public sealed class NewsOfTheRealKernel : WatchContract<TheRealKernel>;
