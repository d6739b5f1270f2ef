using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;

namespace Fairlead.Model.Kernel;

/// <summary>
/// Where an ENI is, and under which name: in a pod's namespace as the pod's interface, or in the node's while nobody has it. The MAC
/// tells it from others, wherever it is and whatever somebody calls it. Nobody deletes an ENI but the cloud: a row that is wished no
/// longer means that it comes home, clean.
/// </summary>
public sealed record EniRow
{
    /// <summary>Aliases of ENIs in pods begin so; the MAC follows, by which one is known whose MAC somebody has changed.</summary>
    public const string AliasPrefix = "fairlead-exclusive:";

    public required MacAddress Mac { get; init; }

    public required Netns Netns { get; init; }

    /// <summary>Name in a pod; empty in the node's namespace, where any will do.</summary>
    public string Name { get; init; } = "";

    /// <summary>Octets of layer 3; 0 leaves what it has.</summary>
    public int Mtu { get; init; }

    public bool Up { get; init; }

    /// <summary>Index of the bridge or bond that somebody has put it into; always wished 0.</summary>
    public int Master { get; init; }

    /// <summary>In the node's namespace: addresses that other programs put on it. Always wished empty.</summary>
    public EquatableList<Cidr> Foreign { get; init; } = [];

    /// <summary>Of a member ENI: the trunk ENI that carries it, and its VLAN there. It is born in the pod and dies with it.</summary>
    public (MacAddress Trunk, ushort Tag)? Member { get; init; }

    public bool IsAtHome => Netns.IsNode;

    public LinkKey Link => new(Netns, Name);

    /// <summary>What nobody has: in the node's namespace, down, with nothing on it.</summary>
    public static EniRow Free(MacAddress mac) => new() { Mac = mac, Netns = Netns.Node };

    /// <summary>Name of one that has come home: 15 octets, all that IFNAMSIZ leaves.</summary>
    public static string HomeName(MacAddress mac) => "eni" + mac.ToString().Replace(":", "", StringComparison.Ordinal);

    public override string ToString() =>
        $"{Mac} in {Netns}" + (Name.Length == 0 ? "" : $" as {Name}") + (Mtu == 0 ? "" : $" mtu {Mtu}") + (Up ? " up" : " down")
        + (Master == 0 ? "" : $" in link {Master}")
        + (Member is { } member ? $" vlan {member.Tag} of {member.Trunk}" : "")
        + (Foreign.Count == 0 ? "" : $" with {string.Join(", ", Foreign)} of others");
}
