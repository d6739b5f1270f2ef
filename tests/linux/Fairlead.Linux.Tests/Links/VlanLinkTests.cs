using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Tests.Links;

/// <summary>A kernel without 802.1Q makes none, so what is written is held against the header's numbers, and what a kernel says of it.</summary>
public sealed class VlanLinkTests
{
    private static readonly LinkRow Row = new() { Key = new LinkKey(Netns.Node, "fl0.7"), Index = 701, Mac = MacAddress.Parse("02:00:00:00:00:0a"), Mtu = 1400, Group = 9 };

    [Fact]
    public void A_vlan_is_written_as_it_is_read()
    {
        var batch = new NetlinkBatch();
        LinkCodec.WriteNew(batch, Row, new VlanKind(700, 4094));
        ObservedLink? read = null;
        foreach (var message in new NetlinkMessages(batch.Written))
        {
            read = LinkCodec.Read(message);
        }

        Assert.Equal((701, "fl0.7", "vlan", new VlanKind(700, 4094), 9u), (read!.Index, read.Name, read.Kind, read.Detail, read.Group));
        // IFLA_INFO_DATA (2) with IFLA_VLAN_ID (1): nla_len 6, nla_type 1, 4094, padding.
        Assert.Contains("060001" + "00fe0f0000", Convert.ToHexStringLower(batch.Written), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_makes_one_or_says_that_it_does_not_know_the_kind()
    {
        if (Environment.IsPrivilegedProcess is false)
        {
            Assert.Skip("network namespaces need CAP_SYS_ADMIN");
        }

        using var netns = NetworkNamespace.Create();
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        LinkCodec.WriteVeth(
            batch, Row with { Key = new LinkKey(Netns.Node, "fl0"), Index = 700 },
            new VethPeer { Key = new LinkKey(Netns.Node, "fl1"), Mac = MacAddress.Parse("02:00:00:00:00:0b"), Mtu = 1400 }, netns.Descriptor);
        LinkCodec.WriteNew(batch, Row, new VlanKind(700, 7));
        var answers = connection.Execute(batch);
        Assert.True(answers[0].IsSuccess);
        if (!answers[1].IsSuccess)
        {
            Assert.Equal(Errno.EOPNOTSUPP, answers[1].Code);
            return;
        }

        Assert.Equal(new VlanKind(700, 7), LinkLookup.Find(connection, "fl0.7")!.Detail);
    }
}
