using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel;

/// <summary>The attributes by which a link is described.</summary>
internal static class FakeLinkDetails
{
    // IFLA_VXLAN_ID, IFLA_VXLAN_LINK
    private const ushort VxlanId = 1;
    private const ushort VxlanLink = 3;
    private const ushort VxlanLocal6 = 17;

    public static uint? Vni(byte[] details) => (uint?)Number(details, VxlanId);

    public static int? VxlanLower(byte[] details) => Number(details, VxlanLink);

    /// <summary>What is left of the carrier's MTU for a vxlan: 50 octets less, 70 over IPv6 (RFC 7348, section 5).</summary>
    public static int LargestMtu(FakeLink link) => link is { Kind: "vxlan", Lower: { } lower }
        ? lower.Mtu - (Number(link.Details, VxlanLocal6) is null ? 50 : 70)
        : ushort.MaxValue;

    public static void Write(NetlinkBatch batch, FakeLink link)
    {
        batch.Attribute(3, link.Name);
        batch.Attribute(4, (uint)link.Mtu);
        batch.Attribute(1, link.Mac);
        batch.Attribute(27, link.Group);
        if (link.PermanentMac is { } permanent)
        {
            batch.Attribute(54, permanent);
        }

        if (link.Alias.Length > 0)
        {
            batch.Attribute(20, link.Alias);
        }

        if (link.Master != 0)
        {
            batch.Attribute(10, (uint)link.Master);
        }

        // A vxlan says in its details what carries it.
        if ((link.Peer ?? (link.Kind == "vxlan" ? null : link.Lower)) is { } other)
        {
            batch.Attribute(5, (uint)other.Index);
            if (other.Netns != link.Netns)
            {
                batch.Attribute(37, (uint)link.Netns.GiveNumber(other.Netns));
            }
        }

        WriteKind(batch, link);
        WriteFamilies(batch, link);
    }

    private static void WriteKind(NetlinkBatch batch, FakeLink link)
    {
        if (link.Kind.Length == 0)
        {
            return;
        }

        var info = batch.BeginNested(18);
        batch.Attribute(1, link.Kind);
        if (link.Details.Length > 0)
        {
            batch.Attribute(2, link.Details);
        }

        batch.EndNested(info);
    }

    private static void WriteFamilies(NetlinkBatch batch, FakeLink link)
    {
        var families = batch.BeginNested(26);
        var inet6 = batch.BeginNested(10);
        batch.Attribute(8, link.AddressGeneration);
        batch.EndNested(inet6);
        batch.EndNested(families);
    }

    private static int? Number(byte[] details, ushort type)
    {
        foreach (var attribute in new NetlinkAttributes(details))
        {
            if (attribute.Type == type)
            {
                return attribute.I32;
            }
        }

        return null;
    }
}
