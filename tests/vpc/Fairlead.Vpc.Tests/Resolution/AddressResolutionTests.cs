using Fairlead.Model.Addresses;
using Fairlead.Vpc.Packets.Resolution;
using Fairlead.Vpc.Tests.Packets;

namespace Fairlead.Vpc.Tests.Resolution;

/// <summary>The codec alone: octets in, octets out.</summary>
public sealed class AddressResolutionTests
{
    private static readonly MacAddress Asker = MacAddress.Parse("00:16:3e:10:0a:0b");

    [Fact]
    public void An_arp_reply_is_this_to_the_octet()
    {
        var answer = Answer(Frames.ArpRequest(Asker, InetAddress.Parse("172.16.10.11"), InetAddress.Parse("10.244.1.7")), []);
        Assert.Equal(
            "00163e100a0b" + "eeffffffffff" + "0806" + "0001" + "0800" + "0604" + "0002" + "eeffffffffff" + "0af40107" + "00163e100a0b" + "ac100a0b",
            Convert.ToHexStringLower(answer));
    }

    [Fact]
    public void An_advertisement_is_this_to_the_octet()
    {
        var answer = Answer(Frames.Solicitation(Asker, InetAddress.Parse("fd16::11"), InetAddress.Parse("fd16::12")), []);
        Assert.Equal(
            "00163e100a0b" + "eeffffffffff" + "86dd" + "60000000" + "0020" + "3aff" + "fd160000000000000000000000000012" + "fd160000000000000000000000000011" +
            "88000000e0000000" + "fd160000000000000000000000000012" + "0201" + "eeffffffffff",
            Convert.ToHexStringLower(answer).Remove(112, 4).Insert(112, "0000"));
        Assert.Equal(0, Frames.Checksum(InetAddress.Parse("fd16::12"), InetAddress.Parse("fd16::11"), 58, answer.AsSpan(54)));
    }

    [Fact]
    public void Who_looks_for_a_duplicate_of_a_foreign_address_is_told_on_the_group_of_all_nodes()
    {
        var answer = Answer(Frames.Solicitation(Asker, InetAddress.V6(0), InetAddress.Parse("fd16::12")), [Cidr.Parse("fd16::11/128")]);
        Assert.Equal("333300000001", Convert.ToHexStringLower(answer.AsSpan(0, 6)));
        Assert.Equal(InetAddress.Parse("ff02::1"), InetAddress.FromBytes(answer.AsSpan(38, 16)));
        Assert.Equal(0xa0, answer[58]);
    }

    [Fact]
    public void What_is_in_a_prefix_of_ones_own_is_ones_own()
    {
        Cidr[] own = [Cidr.Parse("fd16::aa:0:0:0/80"), Cidr.Parse("172.16.10.16/28")];
        Assert.Empty(Answer(Frames.Solicitation(Asker, InetAddress.V6(0), InetAddress.Parse("fd16::aa:0:0:7")), own));
        Assert.Empty(Answer(Frames.ArpRequest(Asker, InetAddress.V4(0), InetAddress.Parse("172.16.10.20")), own));
        Assert.NotEmpty(Answer(Frames.ArpRequest(Asker, InetAddress.V4(0), InetAddress.Parse("172.16.10.32")), own));
    }

    [Fact]
    public void Any_frame_cut_anywhere_is_answered_or_met_with_silence()
    {
        byte[][] frames = [Frames.ArpRequest(Asker, InetAddress.V4(1), InetAddress.V4(2)), Frames.Solicitation(Asker, InetAddress.V6(1), InetAddress.V6(2))];
        foreach (var frame in frames)
        {
            for (var length = 0; length < frame.Length; length++)
            {
                Assert.True(Answer(frame[..length], []).Length is 0 or AddressResolution.LongestAnswer);
            }

            for (var at = 12; at < 22; at++)
            {
                var broken = (byte[])frame.Clone();
                broken[at] ^= 0xff;
                Assert.True(Answer(broken, []).Length is 0 or AddressResolution.LongestAnswer);
            }
        }
    }

    [Fact]
    public void Answering_allocates_nothing()
    {
        var frame = Frames.Solicitation(Asker, InetAddress.Parse("fd16::11"), InetAddress.Parse("fd16::12"));
        var request = Frames.ArpRequest(Asker, InetAddress.V4(1), InetAddress.V4(2));
        Cidr[] own = [Cidr.Parse("fd16::11/128"), InetAddress.V4(1).ToCidr()];
        var answer = new byte[AddressResolution.LongestAnswer];
        void Both()
        {
            AddressResolution.Answer(frame, own, answer);
            AddressResolution.Answer(request, own, answer);
        }

        Both();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Both();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static byte[] Answer(byte[] frame, Cidr[] own)
    {
        var answer = new byte[AddressResolution.LongestAnswer];
        return answer[..AddressResolution.Answer(frame, own, answer)];
    }
}
