using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Testing.Kernel;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>A fake that says yes to what it does not understand proves nothing.</summary>
public sealed class FakeLimitsTests
{
    [Fact]
    public void What_the_fake_does_not_know_is_never_a_success()
    {
        using var netns = new FakeKernel().NewNamespace();
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        foreach (var type in new ushort[] { 36, 40, 48, 64, 72, 80, 104 })
        {
            var batch = new NetlinkBatch();
            batch.BeginMessage(type, MessageFlags.Ack);
            batch.Reserve(20);
            batch.EndMessage();
            Assert.Equal(Errno.EOPNOTSUPP, connection.Execute(batch)[0].Code);
        }

        var odd = new NetlinkBatch();
        var key = new RouteKey(Netns.Node, RouteCodec.MainTable, Cidr.Parse("10.0.0.0/8"), 0);
        RouteCodec.WriteReplace(odd, new RouteRow { Key = key, Type = RouteType.Throw, Link = new LinkKey(Netns.Node, "lo") }, 1);
        Assert.Equal(Errno.EOPNOTSUPP, connection.Execute(odd)[0].Code);
    }
}
