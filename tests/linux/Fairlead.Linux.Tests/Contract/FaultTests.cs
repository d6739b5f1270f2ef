using System.Diagnostics;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Watching;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;
using Fairlead.Testing.Clocks;
using Fairlead.Testing.Kernel;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>What goes wrong in a kernel once in a year, on demand.</summary>
public sealed class FaultTests : IDisposable
{
    private const int DumpAttempts = 8;
    private const int HostIndex = 4711;
    private static readonly Netns Pod = new("c1/eth0");
    private static readonly LinkKey Host = new(Netns.Node, "flhost");

    private readonly FakeKernel _kernel = new();
    private readonly FakeNamespaces _namespaces;
    private readonly NetnsConnections _connections;
    private readonly DyingLinks _dying;
    private readonly LinkTarget _links;
    private readonly RouteTarget _routes;

    public FaultTests()
    {
        _namespaces = new FakeNamespaces(_kernel);
        _namespaces.Add(Pod);
        _connections = new NetnsConnections(_namespaces);
        _dying = new DyingLinks(_namespaces.Node, OurMark.DyingGroup);
        _links = new LinkTarget(_connections, _dying, OurMark.DyingGroup);
        _routes = new RouteTarget(_connections);
        Assert.Null(_links.Apply([new Change<LinkKey, LinkRow>(Host, null, Pair)])[0].Error);
    }

    private static LinkRow Pair => new()
    {
        Key = Host,
        Index = HostIndex,
        Mac = MacAddress.Parse("02:00:00:00:00:01"),
        Mtu = 1400,
        Group = OurMark.PodGroup,
        Alias = OurMark.AliasPrefix + Pod,
        Peer = new VethPeer { Key = new LinkKey(Pod, "eth0"), Mac = MacAddress.Parse("02:00:00:00:00:02"), Mtu = 1400 },
    };

    public void Dispose()
    {
        _dying.Dispose();
        _connections.Dispose();
    }

    [Fact]
    public void An_interrupted_dump_is_begun_again_until_it_is_whole()
    {
        var rows = Add(100);
        _kernel.Faults.InterruptDumps(DumpAttempts - 1);
        Assert.Equal(rows, Read());
    }

    [Fact]
    public void A_table_that_never_holds_still_is_an_error_and_not_a_half_of_it()
    {
        var rows = Add(100);
        _kernel.Faults.InterruptDumps(DumpAttempts);
        var error = Assert.Throws<KernelException>(Read);
        Assert.Equal(Errno.EINTR, error.Code);
        Assert.Contains($"{DumpAttempts} attempts", error.Message);
        Assert.Equal(rows, Read());
    }

    [Fact]
    public void The_message_that_is_refused_is_the_row_that_fails()
    {
        var rows = Enumerable.Range(0, 10).Select(Row).ToList();
        _kernel.Faults.RefuseAfter(3, Errno.ENOSPC);
        var outcomes = _routes.Apply([.. rows.Select(row => new Change<RouteKey, RouteRow>(row.Key, null, row))]);
        Assert.Equal([3], Enumerable.Range(0, 10).Where(at => outcomes[at].Error is not null));
        Assert.Contains("10.0.3.0/24", outcomes[3].Error!.Message);
        Assert.Equal(9, Read().Count);
    }

    [Fact]
    public void A_refusal_in_the_middle_of_a_links_birth_fails_the_link()
    {
        var other = Pair with { Key = new LinkKey(Netns.Node, "fl2"), Index = HostIndex + 1, Peer = Pair.Peer! with { Key = new LinkKey(Pod, "eth1") } };
        // Creation, identity, up; then lo and the pod's end.
        for (var message = 0; message < 5; message++)
        {
            _kernel.Faults.RefuseAfter(message, Errno.ENOSPC);
            Assert.Equal(Errno.ENOSPC, _links.Apply([new Change<LinkKey, LinkRow>(other.Key, null, other)])[0].Error?.Code);
            // What the reconciler does next: it looks, and goes on from what is there.
            var found = _links.Read(Scope.Everything, new Dictionary<LinkKey, LinkRow>()).GetValueOrDefault(other.Key);
            var batch = new NetlinkBatch();
            LinkCodec.WriteDelete(batch, other.Index);
            _connections.Get(Netns.Node).Execute(batch);
            Assert.True(message >= 2 == found is not null, $"after {message} messages the link is {found}");
        }
    }

    [Fact]
    public void A_removal_that_takes_its_time_holds_up_nobody_else()
    {
        _kernel.Faults.RemovalTakes = TimeSpan.FromMilliseconds(300);
        var removal = _links.Apply([new Change<LinkKey, LinkRow>(Host, Pair, null)])[0].Completion!;
        var batch = new NetlinkBatch();
        LinkCodec.WriteNew(batch, Pair with { Key = new LinkKey(Netns.Node, "br0"), Index = 9000 }, new BridgeKind());
        Assert.True(_connections.Get(Netns.Node).Execute(batch)[0].IsSuccess);
        Assert.False(removal.IsCompleted);
        Assert.Null(Ended(removal));
    }

    [Fact]
    public void With_a_pod_that_vanishes_its_link_is_gone_and_nothing_is_an_error_but_adding_to_it()
    {
        _namespaces.Vanish(Pod);
        _connections.ReleasePods();
        Assert.Empty(_links.Read(Scope.Everything, new Dictionary<LinkKey, LinkRow>()));
        var route = Row(1) with { Key = new RouteKey(Pod, RouteCodec.MainTable, Cidr.Parse("10.9.0.0/16"), 0), Link = new LinkKey(Pod, "eth0") };
        var outcomes = _routes.Apply([new Change<RouteKey, RouteRow>(route.Key, null, route)]);
        Assert.Equal(Errno.ENOENT, outcomes[0].Error?.Code);
        Assert.Null(_routes.Apply([new Change<RouteKey, RouteRow>(route.Key, route, null)])[0].Error);
        Assert.Empty(_routes.Read(Scope.Of(Pod), new Dictionary<RouteKey, RouteRow>()));
    }

    [Fact]
    public void Whoever_lost_news_reads_everything_again()
    {
        using var world = new Reconciled(this);
        using var watcher = new KernelWatcher(_namespaces.Node, world.Hear);
        watcher.Start();
        var row = Row(1);
        world.Wish(row);
        _kernel.Faults.LoseNews(int.MaxValue);
        RemoveBehindItsBack(row);
        _kernel.OverrunWatchers();
        world.Until(() => Read().Count == 1, "the route is back after ENOBUFS");
    }

    [Fact]
    public void News_that_nobody_heard_are_made_up_for_by_the_slow_look()
    {
        using var world = new Reconciled(this);
        var row = Row(1);
        world.Wish(row);
        _kernel.Faults.LoseNews(int.MaxValue);
        RemoveBehindItsBack(row);
        world.Clock.Advance(TimeSpan.FromSeconds(29));
        world.Step();
        Assert.Empty(Read());
        world.Clock.Advance(TimeSpan.FromSeconds(32));
        world.Step();
        Assert.Single(Read());
    }

    // Not awaited: what follows would run on the thread that buries links, which cannot wait for its own end.
    private static WorldException? Ended(Task<WorldException?> removal)
    {
        Assert.True(removal.Wait(TimeSpan.FromSeconds(20)), "the removal has not ended within 20 s");
        return removal.Result;
    }

    private static RouteRow Row(int number) => new()
    {
        Key = new RouteKey(Netns.Node, RouteCodec.MainTable, Cidr.Parse($"10.{number / 250}.{number % 250}.0/24"), 0),
        Link = Host,
        Scope = RouteScope.Link,
    };

    private List<RouteRow> Add(int count)
    {
        var rows = Enumerable.Range(0, count).Select(Row).ToList();
        Assert.All(_routes.Apply([.. rows.Select(row => new Change<RouteKey, RouteRow>(row.Key, null, row))]), outcome => Assert.Null(outcome.Error));
        return rows;
    }

    private List<RouteRow> Read() => [.. _routes.Read(Scope.Everything, new Dictionary<RouteKey, RouteRow>()).Values.OrderBy(row => row.Key.Destination)];

    private void RemoveBehindItsBack(RouteRow row)
    {
        using var other = new NetlinkConnection(_namespaces.Node.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        RouteCodec.WriteDelete(batch, row.Key);
        Assert.True(other.Execute(batch)[0].IsSuccess);
    }

    /// <summary>A reconciler of routes alone that reads again what it hears of.</summary>
    private sealed class Reconciled(FaultTests world) : IDisposable
    {
        private readonly Reconciler _reconciler = new(world.Clock, new ReconcilerOptions(), "test");

        public ManualClock Clock => world.Clock;

        public void Hear(KernelNews news)
        {
            if (news is NewsLost)
            {
                _reconciler.MarkDirty(Scope.Everything);
            }
        }

        public void Wish(RouteRow row)
        {
            var table = _reconciler.Add(world._routes);
            _reconciler.Write().Upsert(table, row.Key, row).Commit();
            _reconciler.Reported("test");
            Step();
            Assert.Single(world.Read());
        }

        public void Step()
        {
            for (var i = 0; i < 100 && _reconciler.Step() == TimeSpan.Zero; i++)
            {
            }
        }

        public void Until(Func<bool> reached, string what)
        {
            var watch = Stopwatch.StartNew();
            while (!reached())
            {
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"not within 10 s: {what}");
                Thread.Sleep(2);
                Clock.Advance(TimeSpan.FromMilliseconds(25));
                Step();
            }
        }

        public void Dispose() => world._kernel.Faults.LoseNews(0);
    }

    private ManualClock Clock { get; } = new();
}
