using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>
/// An IPv6 address that the kernel has just acknowledged may have no local route for a while; one of ours is there at once, lets
/// the kernel's come beside it, and is told from it.
/// </summary>
public sealed class LocalRouteTests : IDisposable
{
    private const uint LocalTable = 255;

    private static readonly LinkKey Loopback = new(Netns.Node, "lo");

    private readonly NetworkNamespace _netns = RealKernel.NewNamespace();
    private readonly NetnsConnections _connections;

    public LocalRouteTests()
    {
        _connections = new NetnsConnections(new One(_netns));
        var up = new NetlinkBatch();
        LinkCodec.WriteUp(up, 1, true);
        _connections.Get(Netns.Node).ExecuteOne(up, "setting up", "lo");
    }

    public void Dispose()
    {
        _connections.Dispose();
        _netns.Dispose();
    }

    [Fact]
    public void A_local_route_of_ours_is_there_at_once()
    {
        var late = Enumerable.Range(1, 50).Where(number => !IsLocalAtOnce(InetAddress.Parse($"fd09::{number}"))).ToList();
        Assert.True(late.Count == 0, $"{late.Count} of 50 addresses had no local route yet");
    }

    [Fact]
    public void It_is_read_back_as_it_was_written_and_goes_alone()
    {
        var address = InetAddress.Parse("fd09::1");
        Add(address);
        var target = new RouteTarget(_connections);
        var row = Row(address);
        Assert.Equal(row, target.Read(Scope.Everything, new Dictionary<RouteKey, RouteRow>())[row.Key]);
        Assert.Null(target.Apply([new Change<RouteKey, RouteRow>(row.Key, row, null)])[0].Error);
        Assert.Empty(target.Read(Scope.Everything, new Dictionary<RouteKey, RouteRow>()));
        Assert.True(SpinWait.SpinUntil(() => Locals(address).Any(), TimeSpan.FromSeconds(10)), "the kernel's own local route is gone too");
    }

    private bool IsLocalAtOnce(InetAddress address)
    {
        Add(address);
        return Locals(address).Any();
    }

    private void Add(InetAddress address)
    {
        var row = new AddressRow(Loopback, address.ToCidr());
        Assert.Null(new AddressTarget(_connections).Apply([new Change<AddressRow, AddressRow>(row, null, row)])[0].Error);
        var route = Row(address);
        Assert.Null(new RouteTarget(_connections).Apply([new Change<RouteKey, RouteRow>(route.Key, null, route)])[0].Error);
    }

    private IEnumerable<RouteType> Locals(InetAddress address)
    {
        using var reader = new KernelReader(_connections.Get(Netns.Node)) { Owns = false };
        return reader.Routes(v6: true).Where(route => route.Table == LocalTable && route.Destination == address.ToCidr()).Select(route => route.Type).ToList();
    }

    private static RouteRow Row(InetAddress address) =>
        new() { Key = new RouteKey(Netns.Node, LocalTable, address.ToCidr(), 0), Type = RouteType.Local, Link = Loopback };

    private sealed class One(NetworkNamespace netns) : INetnsResolver
    {
        public IReadOnlyList<Netns> Known => [Netns.Node];

        public INetworkNamespace? Resolve(Netns name) => netns;
    }
}
