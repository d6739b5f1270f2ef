using System.Buffers.Binary;
using System.Diagnostics;
using Fairlead.Linux.Conntrack;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Watching;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Linux.Tests.Captured;

/// <summary>
/// A real kernel's messages, spoilt: cut, lengthened, with octets and lengths changed. Whatever comes of it, it is rows or a
/// <see cref="KernelException"/>, and it comes soon.
/// </summary>
public sealed class HostileBytesTests
{
    private static readonly List<byte[]> Datagrams = [.. Capture.Heard("dumps.hex").Select(heard => heard.Datagram)];

    [Fact]
    public void Spoilt_messages_are_rows_or_a_KernelException() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150),
        Prop.ForAll(Gen.Choose(1, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var watch = Stopwatch.StartNew();
            ReadAll(new Random(seed));
            return watch.Elapsed < TimeSpan.FromSeconds(10);
        }));

    [Fact]
    public void Octets_that_were_never_a_message_are_none() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets =>
        {
            foreach (var message in new NetlinkMessages(octets))
            {
                foreach (var attribute in message.Attributes(4))
                {
                    _ = attribute.Text;
                }

                _ = message.ErrorText;
            }

            return true;
        }));

    [Fact]
    public void A_message_that_is_cut_short_says_what_is_wrong()
    {
        var error = Assert.Throws<KernelException>(() => Decode([20, 0, 0, 0, 16, 0, 0, 0, .. new byte[12]]));
        Assert.Equal(Interop.Errno.EBADMSG, error.Code);
        Assert.Equal("reading netlink message 16: malformed message (EBADMSG): a header of 4 octets, at least 16 should be there", error.Message);
        // IFLA_MTU of 1 octet.
        error = Assert.Throws<KernelException>(() => Decode([40, 0, 0, 0, 16, 0, 0, 0, .. new byte[24], 5, 0, 4, 0, 9, 0, 0, 0]));
        Assert.Equal("reading netlink attribute 4: malformed message (EBADMSG): 1 octets, 4 should be there", error.Message);
    }

    private static void Decode(byte[] octets)
    {
        foreach (var message in new NetlinkMessages(octets))
        {
            KernelNewsCodec.Read(message, -1);
        }
    }

    private static void ReadAll(Random chance)
    {
        using var netns = new RecordedNamespace(Datagrams, message => Spoil(message, chance));
        using var kernel = KernelReader.Open(netns);
        using var nft = NftReader.Open(netns);
        using var conntrack = ConntrackTable.Open(netns);
        Action[] looks =
        [
            () => kernel.Links(), () => kernel.Addresses(), () => kernel.Routes(), () => kernel.Rules(), () => kernel.Neighbours(), () => kernel.ForwardingEntries(),
            () => nft.Read(), () => nft.ReadSets(), () => conntrack.Read(v6: false), () => conntrack.Read(v6: true),
        ];
        foreach (var look in looks)
        {
            try
            {
                look();
            }
            catch (KernelException)
            {
                // What was not to be read.
            }
        }
    }

    /// <summary>Most messages stay as they are, so that those behind the first that cannot be read are looked at too.</summary>
    private static byte[] Spoil(byte[] message, Random chance)
    {
        if (chance.Next(4) != 0)
        {
            return message;
        }

        const int header = NetlinkMessage.HeaderLength;
        switch (chance.Next(4))
        {
            case 0:
                message = message[..chance.Next(header, message.Length + 1)];
                break;
            case 1:
                message = [.. message, .. new byte[chance.Next(64)]];
                break;
            case 2:
                // The length of an attribute, more often than not.
                BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(Math.Min(message.Length - 2, header + (4 * chance.Next(Math.Max(1, (message.Length - header) / 4))))), (ushort)chance.Next(ushort.MaxValue));
                break;
            default:
                for (var i = chance.Next(1, 8); i > 0 && message.Length > header; i--)
                {
                    message[chance.Next(header, message.Length)] = (byte)chance.Next(256);
                }

                break;
        }

        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        return message;
    }
}
