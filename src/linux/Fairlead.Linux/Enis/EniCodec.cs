using System.Buffers.Binary;
using System.Text;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Enis;

/// <summary>What an ENI is told when it comes into a pod, and when it goes home: struct ifinfomsg and IFLA_* of include/uapi/linux/if_link.h.</summary>
public static class EniCodec
{
    private const int HeaderLength = 16;

    // IFF_UP, IFF_NOARP, IFF_PROMISC, IFF_ALLMULTI: what a pod that may can have set, and the next one must not find.
    private const uint Up = 0x1;
    private const uint LeftBehind = 0x80 | 0x100 | 0x200;

    /// <summary>
    /// Into the namespace, under the name, in no bridge, marked and up, in one message: the kernel moves first (what is on the link stays behind),
    /// renames while it is down, and does the rest where it then is.
    /// </summary>
    /// <param name="toNamespace">Null where it is there already.</param>
    /// <param name="newIndex">Index in the new namespace (IFLA_NEW_IFINDEX, 5.12); null keeps its own or, where that is taken, lets the kernel choose.</param>
    public static void WritePlace(NetlinkBatch batch, int index, EniRow row, int? toNamespace, int? newIndex = null)
    {
        Begin(batch, LinkCodec.SetLink, MessageFlags.Ack, index, row.Up ? Up : 0, Up | LeftBehind);
        Move(batch, toNamespace, row.Name, newIndex);
        Mac(batch, row.Mac);
        batch.Attribute((ushort)LinkAttribute.Master, 0u);
        if (row.Mtu != 0)
        {
            batch.Attribute((ushort)LinkAttribute.Mtu, (uint)row.Mtu);
        }

        batch.Attribute((ushort)LinkAttribute.Alias, Encoding.ASCII.GetBytes(EniRow.AliasPrefix + row.Mac));
        batch.EndMessage();
    }

    /// <summary>
    /// At home: in no group and no bridge, without our mark, up or down as the row says. One that comes out of a pod is set down by the move
    /// and has a name that nobody else has.
    /// </summary>
    /// <param name="link">As it was found: not every driver takes a MAC while the link is up, be it the same (EBUSY).</param>
    /// <param name="nodeNamespace">Null where it is there already.</param>
    public static void WriteHome(NetlinkBatch batch, ObservedLink link, EniRow row, int? nodeNamespace)
    {
        Begin(batch, LinkCodec.SetLink, MessageFlags.Ack, link.Index, row.Up ? Up : 0, Up | LeftBehind);
        Move(batch, nodeNamespace, nodeNamespace is null ? "" : EniRow.HomeName(row.Mac), null);
        if (link.Mac != row.Mac)
        {
            Mac(batch, row.Mac);
        }

        batch.Attribute((ushort)LinkAttribute.Master, 0u);
        batch.Attribute((ushort)LinkAttribute.Group, 0u);
        batch.Attribute((ushort)LinkAttribute.Alias, ReadOnlySpan<byte>.Empty);
        batch.EndMessage();
    }

    /// <summary>
    /// A VLAN of the trunk, born in the pod's namespace: a member ENI. Its name and up follow in the pod: the kernel looks for the name of a
    /// new link in the namespace that it is asked in too, and the node has an eth0 of its own (EEXIST; seen on 6.1).
    /// </summary>
    public static void WriteMember(NetlinkBatch batch, EniRow row, int trunk, int podNamespace)
    {
        Begin(batch, LinkCodec.NewLink, MessageFlags.Ack | MessageFlags.Create | MessageFlags.Exclusive, 0, 0, 0);
        Move(batch, podNamespace, EniRow.HomeName(row.Mac), null);
        Mac(batch, row.Mac);
        if (row.Mtu != 0)
        {
            batch.Attribute((ushort)LinkAttribute.Mtu, (uint)row.Mtu);
        }

        batch.Attribute((ushort)LinkAttribute.Link, (uint)trunk);
        LinkKindCodec.Write(batch, new VlanKind(trunk, row.Member!.Value.Tag));
        batch.EndMessage();
    }

    private static void Move(NetlinkBatch batch, int? toNamespace, string name, int? newIndex)
    {
        if (toNamespace is { } descriptor)
        {
            batch.Attribute((ushort)LinkAttribute.NamespaceDescriptor, (uint)descriptor);
        }

        if (newIndex is { } index)
        {
            batch.Attribute((ushort)LinkAttribute.NewIndex, (uint)index);
        }

        if (name.Length > 0)
        {
            batch.Attribute((ushort)LinkAttribute.Name, name);
        }
    }

    private static void Mac(NetlinkBatch batch, MacAddress mac) => batch.Attribute((ushort)LinkAttribute.Address, mac.ToBytes());

    private static void Begin(NetlinkBatch batch, ushort type, MessageFlags flags, int index, uint up, uint change)
    {
        batch.BeginMessage(type, flags);
        var header = batch.Reserve(HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], index);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], up);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], change);
    }
}
