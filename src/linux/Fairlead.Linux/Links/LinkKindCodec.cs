using System.Buffers.Binary;
using System.Text;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Links;

/// <summary>IFLA_LINKINFO: what kind a link is, and what only that kind has.</summary>
internal static class LinkKindCodec
{
    private const ushort InfoKind = 1;
    private const ushort InfoData = 2;

    // IFLA_VXLAN_* of include/uapi/linux/if_link.h
    private const ushort VxlanId = 1;
    private const ushort VxlanLink = 3;
    private const ushort VxlanLocal = 4;
    private const ushort VxlanLearning = 7;
    private const ushort VxlanPort = 15;
    private const ushort VxlanLocal6 = 17;

    private const ushort MacvlanModeAttribute = 1;
    private const ushort VlanId = 1; // IFLA_VLAN_ID

    public static void Write(NetlinkBatch batch, LinkKind kind)
    {
        var info = batch.BeginNested((ushort)LinkAttribute.Info);
        batch.Attribute(InfoKind, Encoding.ASCII.GetBytes(kind.Name));
        var data = batch.BeginNested(InfoData);
        switch (kind)
        {
            case VxlanKind vxlan:
                WriteVxlan(batch, vxlan);
                break;
            case MacvlanKind macvlan:
                batch.Attribute(MacvlanModeAttribute, (uint)macvlan.Mode);
                break;
            case VlanKind vlan:
                batch.Attribute(VlanId, vlan.Tag);
                break;
        }

        batch.EndNested(data);
        batch.EndNested(info);
    }

    public static ObservedLink Read(ObservedLink link, NetlinkAttribute info)
    {
        var kind = "";
        foreach (var attribute in info.Nested)
        {
            if (attribute.Type == InfoKind)
            {
                kind = attribute.Text;
                link = link with { Kind = kind, Detail = kind == "bridge" ? new BridgeKind() : null };
            }
            else if (attribute.Type == InfoData)
            {
                link = link with { Detail = Detail(kind, attribute) };
            }
        }

        return link;
    }

    /// <summary>IFLA_LINK comes after the kind as well as before it, so what is beneath a macvlan or vlan is put in when all is read.</summary>
    public static ObservedLink Complete(ObservedLink link) => link.Detail switch
    {
        MacvlanKind macvlan => link with { Detail = macvlan with { Lower = link.Peer } },
        VlanKind vlan => link with { Detail = vlan with { Lower = link.Peer } },
        _ => link,
    };

    /// <summary>Index of the link that one of this kind stands on by IFLA_LINK; null where it stands by itself.</summary>
    public static int? LowerOf(LinkKind kind) => kind switch
    {
        MacvlanKind macvlan => macvlan.Lower,
        VlanKind vlan => vlan.Lower,
        _ => null,
    };

    private static LinkKind? Detail(string kind, NetlinkAttribute data) => kind switch
    {
        "bridge" => new BridgeKind(),
        "vxlan" => Vxlan(data),
        "macvlan" => Macvlan(data),
        "vlan" => Vlan(data),
        _ => null,
    };

    private static void WriteVxlan(NetlinkBatch batch, VxlanKind vxlan)
    {
        batch.Attribute(VxlanId, vxlan.Vni);
        batch.Attribute(vxlan.Local.IsV6 ? VxlanLocal6 : VxlanLocal, vxlan.Local.ToBytes());
        batch.Attribute(VxlanLearning, vxlan.Learning ? (byte)1 : (byte)0);
        Span<byte> port = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, vxlan.Port);
        batch.Attribute(VxlanPort, port);
        if (vxlan.Lower != 0)
        {
            batch.Attribute(VxlanLink, (uint)vxlan.Lower);
        }
    }

    private static VxlanKind Vxlan(NetlinkAttribute data)
    {
        var vxlan = new VxlanKind(0, InetAddress.V4(0), 0);
        foreach (var attribute in data.Nested)
        {
            vxlan = attribute.Type switch
            {
                VxlanId => vxlan with { Vni = attribute.U32 },
                VxlanLink => vxlan with { Lower = attribute.I32 },
                VxlanLocal or VxlanLocal6 => vxlan with { Local = attribute.Address },
                VxlanLearning => vxlan with { Learning = attribute.U8 != 0 },
                VxlanPort => vxlan with { Port = attribute.U16BigEndian },
                _ => vxlan,
            };
        }

        return vxlan;
    }

    private static VlanKind Vlan(NetlinkAttribute data)
    {
        foreach (var attribute in data.Nested)
        {
            if (attribute.Type == VlanId)
            {
                return new VlanKind(0, attribute.U16);
            }
        }

        return new VlanKind(0, 0);
    }

    private static MacvlanKind Macvlan(NetlinkAttribute data)
    {
        foreach (var attribute in data.Nested)
        {
            if (attribute.Type == MacvlanModeAttribute)
            {
                return new MacvlanKind(0, (MacvlanMode)attribute.U32);
            }
        }

        return new MacvlanKind(0, MacvlanMode.Vepa);
    }
}
