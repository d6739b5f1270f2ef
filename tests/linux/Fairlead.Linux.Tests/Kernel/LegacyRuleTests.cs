using Fairlead.Linux.Iptables;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>Rules of iptables-legacy that end a packet's way are found and told in iptables' words.</summary>
public sealed class LegacyRuleTests : IDisposable
{
    private readonly NetworkNamespace _netns = RealKernel.NewNamespace();

    public void Dispose() => _netns.Dispose();

    [Fact]
    public void Rules_that_drop_or_reject_are_named_and_others_are_not()
    {
        PeerProgram.Run(_netns, "iptables-legacy-restore", "", """
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD DROP [0:0]
            :OUTPUT ACCEPT [0:0]
            :deep - [0:0]
            -A INPUT -i eth0 -p tcp -m tcp --dport 22 -j ACCEPT
            -A INPUT -s 10.1.0.0/16 -i eth0 -p udp -j DROP
            -A FORWARD -j deep
            -A FORWARD ! -s 10.2.0.0/16 -d 10.244.1.5 -o fl+ -j REJECT
            -A OUTPUT -j DROP
            -A deep -m conntrack --ctstate INVALID -j DROP
            -A deep -j RETURN
            COMMIT

            """);
        var drops = LegacyFilterReader.ReadDrops(_netns);
        Assert.Equal(
            [
                "INPUT 2: -A INPUT -s 10.1.0.0/16 -i eth0 -p udp -j DROP", "FORWARD 2: -A FORWARD -s 10.2.0.0/16 -d 10.244.1.5/32 -o fl+ -j REJECT",
                "OUTPUT 1: -A OUTPUT -j DROP", "deep 1: -A deep -m conntrack … -j DROP",
            ],
            drops.Select(rule => $"{rule.Chain} {rule.Number}: {rule}"));
        Assert.Equal([false, true, false, false], drops.Select(rule => rule.IsInverted));
    }

    [Fact]
    public void IPv6_has_entries_of_its_own_shape()
    {
        PeerProgram.Run(_netns, "ip6tables-legacy", "-A FORWARD -s fd00:9::/64 -p tcp -j DROP");
        Assert.Equal(["-A FORWARD -s fd00:9::/64 -p tcp -j DROP"], LegacyFilterReader.ReadDrops(_netns).Select(rule => $"{rule}"));
    }

    [Fact]
    public void What_this_kernel_offers_is_found_out()
    {
        var refusals = CapabilityProbe.Run();
        Assert.Equal(Enum.GetValues<ProbedCapability>(), refusals.Keys.Order());
        Assert.Null(refusals[ProbedCapability.Veth]);
        Assert.Null(refusals[ProbedCapability.Nftables]);
    }
}
