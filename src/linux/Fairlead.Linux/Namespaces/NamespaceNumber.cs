using Fairlead.Linux.Netlink;

namespace Fairlead.Linux.Namespaces;

/// <summary>How a namespace calls another one (nsid): what IFLA_LINK_NETNSID of a link and the control messages of news say.</summary>
public static class NamespaceNumber
{
    // RTM_NEWNSID and RTM_GETNSID of include/uapi/linux/rtnetlink.h; NETNSA_NSID and NETNSA_FD of net_namespace.h. struct rtgenmsg is one octet, padded to 4.
    private const ushort NewNumber = 88;
    private const ushort GetNumber = 90;
    private const int HeaderLength = 4;
    private const ushort NumberAttribute = 1;
    private const ushort DescriptorAttribute = 3;

    /// <param name="connection">Of the namespace that is asked.</param>
    /// <returns>-1 where it has no number for the other.</returns>
    /// <exception cref="KernelException">The other is no network namespace.</exception>
    public static int Of(NetlinkConnection connection, INetworkNamespace other)
    {
        var number = -1;
        var batch = new NetlinkBatch(64);
        batch.BeginMessage(GetNumber, MessageFlags.Ack);
        batch.Reserve(HeaderLength);
        batch.Attribute(DescriptorAttribute, (uint)other.Descriptor);
        batch.EndMessage();
        var result = connection.ExecuteReading(batch, message =>
        {
            foreach (var attribute in message.Type == NewNumber ? message.Attributes(HeaderLength) : default)
            {
                number = attribute.Type == NumberAttribute ? attribute.I32 : number;
            }
        });
        return result.IsSuccess ? number : throw result.ToException("asking for the number of", "a network namespace");
    }
}
