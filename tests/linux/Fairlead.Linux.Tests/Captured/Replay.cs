using System.Buffers.Binary;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Tests.Captured;

/// <summary>Sends a kernel again what the programs sent.</summary>
internal static class Replay
{
    /// <summary>The changes in their order; each must go as well as it went then.</summary>
    public static void Onto(INetworkNamespace netns)
    {
        netns.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
        netns.WriteSysctl("net/ipv6/conf/all/accept_dad", "0");
        using var route = netns.Open(NetlinkProtocol.Route);
        using var netfilter = netns.Open(NetlinkProtocol.Netfilter);
        foreach (var (command, datagram) in Capture.Sent("changes.hex").Where(sent => IsChange(sent.Command, sent.Datagram)))
        {
            var channel = IsNetfilter(command) ? netfilter : route;
            channel.Send(datagram);
            Await(channel, command);
        }
    }

    // RTM_NEW*, _DEL*, _GET* and _SET* are 0 to 3 in the last two bits; before a change ip asks with number 0 what the kernel can.
    // nft's transactions begin with NFNL_MSG_BATCH_BEGIN, which names nf_tables; all else that it and conntrack send are questions.
    private static bool IsChange(string command, byte[] datagram)
    {
        const ushort batchBegin = 0x10, newConntrack = 0x100;
        var type = BinaryPrimitives.ReadUInt16LittleEndian(datagram.AsSpan(4));
        var sequence = BinaryPrimitives.ReadInt32LittleEndian(datagram.AsSpan(8));
        return IsNetfilter(command) ? type is batchBegin or newConntrack : (type & 3) != 2 && sequence != 0;
    }

    private static bool IsNetfilter(string command) =>
        command.StartsWith("nft ", StringComparison.Ordinal) || command.StartsWith("conntrack ", StringComparison.Ordinal);

    private static void Await(INetlinkChannel channel, string command)
    {
        var buffer = new byte[64 << 10];
        // nft asks for no acknowledgement, and a refusal is there when the transaction has been sent.
        var received = channel.Receive(buffer, IsNetfilter(command) ? TimeSpan.Zero : TimeSpan.FromSeconds(10), out _);
        Assert.True(received > 0 || IsNetfilter(command), $"no answer to: {command}");
        foreach (var message in new NetlinkMessages(buffer.AsSpan(0, received)))
        {
            Assert.True(message.ErrorCode == 0, $"{command}: {message.ErrorCode} {message.ErrorText}");
        }
    }
}
