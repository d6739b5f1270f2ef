using System.Security.Cryptography;
using System.Text;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Vpc.Decisions;

namespace Fairlead.Vpc.Packets.Planning;

/// <summary>Names of the fabric's nftables objects.</summary>
internal static class FabricNames
{
    public static readonly NftTableKey Table = new(NftFamily.Inet, OurMark.NftablesTable);

    public const string Macs = "macs";
    public const string Unchecked = "unchecked";
    public const string Internet = "internet";
    public const string Services = "services";
    public const string Egress = "egress";
    public const string Ingress = "ingress";
    public const string PublicAddresses = "eip_out";
    public const string PrivateAddresses = "eip_in";

    /// <summary>Addresses at which the fabric's own process answers.</summary>
    public const string Hosted = "hosted";

    public const string IngressChain = "to_port";

    // NFT_NAME_MAXLEN is 256; shorter ones can still be read.
    private const int LongestName = 120;

    /// <summary>Group of nfnetlink_log on which dropped packets are told of.</summary>
    public const ushort LogGroup = 0xFA17;

    public static string Own(bool v6) => v6 ? "own6" : "own4";

    public static string VSwitches(bool v6) => v6 ? "vswitches6" : "vswitches4";

    /// <summary>As <see cref="Own"/>, of whole prefixes: looked at only where that says no.</summary>
    public static string OwnPrefixes(bool v6) => v6 ? "own_prefixes6" : "own_prefixes4";

    public static string AssignedPrefixes(bool v6) => v6 ? "assigned_prefixes6" : "assigned_prefixes4";

    public static string Assigned(bool v6) => v6 ? "assigned6" : "assigned4";

    /// <summary>Sources that the internet may be reached from.</summary>
    public static string Public(bool v6) => v6 ? "public6" : "public4";

    public static string Members(string group, bool v6) => $"{group}_{(v6 ? "6" : "4")}";

    /// <summary>The chain in which packets end for a reason.</summary>
    public static string Drop(DropReason reason) => $"drop_{reason}";

    /// <summary>The chain of the rules of one group, or of several together, which every ENI that is in just these uses.</summary>
    public static string GroupChain(IEnumerable<string> groups, bool egress)
    {
        var name = string.Join('.', groups.Order(StringComparer.Ordinal));
        return $"{(name.Length <= LongestName ? name : Digest(name))}_{(egress ? "egress" : "ingress")}";
    }

    private static string Digest(string name) => $"groups-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16))}";

    public static NftName Set(string name) => new(Table, name);
}
