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

    public const string IngressChain = "to_port";

    /// <summary>Group of nfnetlink_log on which dropped packets are told of.</summary>
    public const ushort LogGroup = 0xFA17;

    public static string Own(bool v6) => v6 ? "own6" : "own4";

    public static string VSwitches(bool v6) => v6 ? "vswitches6" : "vswitches4";

    public static string Assigned(bool v6) => v6 ? "assigned6" : "assigned4";

    /// <summary>Sources that the internet may be reached from.</summary>
    public static string Public(bool v6) => v6 ? "public6" : "public4";

    public static string Members(string group, bool v6) => $"{group}_{(v6 ? "6" : "4")}";

    /// <summary>The chain in which packets end for a reason.</summary>
    public static string Drop(DropReason reason) => $"drop_{reason}";

    public static string PortChain(string port, bool egress) => $"{(egress ? "from" : "to")}_{port}";

    public static string GroupChain(string group, bool egress) => $"{group}_{(egress ? "egress" : "ingress")}";

    public static NftName Set(string name) => new(Table, name);
}
