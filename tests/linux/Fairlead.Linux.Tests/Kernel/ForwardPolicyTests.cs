using System.Text.RegularExpressions;
using Fairlead.Linux.ForwardPolicy;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>The policy of somebody else's FORWARD chain is changed and nothing beside it, as both kinds of iptables see it.</summary>
public sealed partial class ForwardPolicyTests : IDisposable
{
    private readonly ForwardingNode _lab = new();
    private readonly NftConnection _nft;
    private readonly NftReader _reader;
    private readonly List<string> _journal = [];
    private readonly ForwardPolicyTarget _target;

    public ForwardPolicyTests()
    {
        _nft = new NftConnection(_lab.Node.Open(NetlinkProtocol.Netfilter));
        _reader = NftReader.Open(_lab.Node);
        _target = new ForwardPolicyTarget(_lab.Node, _nft, _reader, (row, old) => _journal.Add($"{row.Key} was {old}")) { LegacyLock = PeerProgram.XtablesLock };
    }

    public static TheoryData<ForwardBackend, bool> Chains => new()
    {
        { ForwardBackend.Nftables, false }, { ForwardBackend.Nftables, true }, { ForwardBackend.Legacy, false }, { ForwardBackend.Legacy, true },
    };

    public void Dispose()
    {
        _nft.Dispose();
        _reader.Dispose();
        _lab.Dispose();
        File.Delete(PeerProgram.XtablesLock);
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void A_drop_becomes_an_accept_and_all_else_stays(ForwardBackend backend, bool v6)
    {
        Iptables(backend, v6, "-restore -c", Foreign(v6));
        Assert.True(_lab.Forwards(v6, 5000), "a foreign rule accepts this port, and counts it");
        Assert.False(_lab.Forwards(v6, expected: false));
        var before = Iptables(backend, v6, "-save -c");
        Assert.Contains($":FORWARD DROP [8:{(v6 ? 821 : 801)}]", Quiet(before), StringComparison.Ordinal);

        Assert.Null(Carry(backend, v6));

        var after = Iptables(backend, v6, "-save -c");
        Assert.Equal(Quiet(before).Replace(":FORWARD DROP", ":FORWARD ACCEPT", StringComparison.Ordinal), Quiet(after));
        Assert.Equal([$"{new ForwardPolicyKey(backend, v6)} was drop"], _journal);
        Assert.True(_lab.Forwards(v6));
        Assert.True(Read(backend, v6).Accept);
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void An_accept_is_left_alone(ForwardBackend backend, bool v6)
    {
        Iptables(backend, v6, "", "", "-P FORWARD ACCEPT");
        Assert.True(Read(backend, v6).Accept);
        Assert.Empty(_journal);
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void A_policy_can_be_given_back(ForwardBackend backend, bool v6)
    {
        Iptables(backend, v6, "", "", "-P FORWARD DROP");
        var before = Iptables(backend, v6, "-save -c");
        Assert.Null(Carry(backend, v6));
        _target.Set(new ForwardPolicyRow(new ForwardPolicyKey(backend, v6), Accept: false));
        Assert.Equal(Quiet(before), Quiet(Iptables(backend, v6, "-save -c")));
        Assert.False(_lab.Forwards(v6, expected: false));
    }

    [Fact]
    public void Tables_that_nobody_uses_are_not_made_by_looking()
    {
        foreach (var (backend, v6) in Chains.Select(row => row.Data))
        {
            Assert.True(Read(backend, v6).Accept);
        }

        Assert.Empty(_lab.Node.Inside(() => File.ReadAllLines("/proc/thread-self/net/ip_tables_names")));
        Assert.Empty(_lab.Node.Inside(() => File.ReadAllLines("/proc/thread-self/net/ip6_tables_names")));
        Assert.Empty(_reader.Read().Tables);
    }

    [Fact]
    public void A_chain_of_that_name_elsewhere_is_none_of_ours()
    {
        PeerProgram.Run(_lab.Node, "nft", "-f -", "table ip other { chain FORWARD { type filter hook forward priority 0; policy drop; }\n}\n");
        Assert.True(Read(ForwardBackend.Nftables, v6: false).Accept);
        Assert.Equal(Errno.ENOENT, Carry(ForwardBackend.Nftables, v6: false)!.Code);
    }

    [Fact]
    public void While_iptables_is_at_work_nothing_is_changed()
    {
        Iptables(ForwardBackend.Legacy, v6: false, "", "", "-P FORWARD DROP");
        using (new FileStream(PeerProgram.XtablesLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(Errno.EAGAIN, Carry(ForwardBackend.Legacy, v6: false)!.Code);
        }

        Assert.False(Read(ForwardBackend.Legacy, v6: false).Accept);
        Assert.Null(Carry(ForwardBackend.Legacy, v6: false));
        Assert.True(Read(ForwardBackend.Legacy, v6: false).Accept);
    }

    [Fact]
    public void Where_the_old_policy_cannot_be_written_down_it_stays()
    {
        Iptables(ForwardBackend.Nftables, v6: false, "", "", "-P FORWARD DROP");
        var target = new ForwardPolicyTarget(_lab.Node, _nft, _reader, (_, _) => throw new WorldException("journalling", "it", "the disk is full", 0));
        Assert.NotNull(Carry(target, ForwardBackend.Nftables, v6: false));
        Assert.False(Read(ForwardBackend.Nftables, v6: false).Accept);
    }

    private static string Foreign(bool v6) => $"""
        *filter
        :INPUT ACCEPT [3:300]
        :FORWARD DROP [7:768]
        :OUTPUT ACCEPT [5:500]
        :KUBE-FORWARD - [0:0]
        :user-chain - [0:0]
        [11:1100] -A INPUT -i host1 -p tcp -m tcp --dport 22 -j ACCEPT
        [12:1200] -A FORWARD -j user-chain
        [13:1300] -A FORWARD -i host1 -p udp -m udp --dport 5000 -j ACCEPT
        [14:1400] -A FORWARD -s {(v6 ? "fd00:9::/64" : "10.9.0.0/16")} -m mark --mark 0x1/0xff -m comment --comment "not ours" -j KUBE-FORWARD
        [15:1500] -A KUBE-FORWARD -m limit --limit 5/min -j RETURN
        [16:1600] -A KUBE-FORWARD -j REJECT
        [17:1700] -A user-chain -p icmp -j RETURN
        COMMIT

        """.Replace("-p icmp", v6 ? "-p ipv6-icmp" : "-p icmp", StringComparison.Ordinal);

    private string Iptables(ForwardBackend backend, bool v6, string verb, string input = "", string arguments = "")
    {
        var words = verb.Split(' ', 2);
        var kind = backend == ForwardBackend.Legacy ? "legacy" : "nft";
        return PeerProgram.Run(_lab.Node, $"ip{(v6 ? "6" : "")}tables-{kind}{words[0]}", $"{words.ElementAtOrDefault(1)} {arguments}", input);
    }

    private ForwardPolicyRow Read(ForwardBackend backend, bool v6)
    {
        var wished = new ForwardPolicyRow(new ForwardPolicyKey(backend, v6), Accept: true);
        return _target.Read(Scope.Everything, new Dictionary<ForwardPolicyKey, ForwardPolicyRow> { [wished.Key] = wished })[wished.Key];
    }

    private WorldException? Carry(ForwardBackend backend, bool v6) => Carry(_target, backend, v6);

    private static WorldException? Carry(ForwardPolicyTarget target, ForwardBackend backend, bool v6)
    {
        var wished = new ForwardPolicyRow(new ForwardPolicyKey(backend, v6), Accept: true);
        return target.Apply([new Change<ForwardPolicyKey, ForwardPolicyRow>(wished.Key, wished with { Accept = false }, wished)])[0].Error;
    }

    /// <summary>Without the time of day. IPv6 counts neighbour discovery too, which comes when it comes: INPUT and OUTPUT are left out of account.</summary>
    private static string Quiet(string saved) => Traffic().Replace(TimeOfDay().Replace(saved, ""), "$1 [-]");

    [GeneratedRegex("^#.*\n", RegexOptions.Multiline)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"^(:(?:INPUT|OUTPUT) \w+) \[\d+:\d+\]", RegexOptions.Multiline)]
    private static partial Regex Traffic();
}
