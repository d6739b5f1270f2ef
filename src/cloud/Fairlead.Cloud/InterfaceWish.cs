using Fairlead.Model.Addresses;

namespace Fairlead.Cloud;

/// <summary>An ENI that is to be made.</summary>
public sealed record InterfaceWish
{
    public required string VSwitch { get; init; }

    /// <summary>One to ten.</summary>
    public required IReadOnlyList<string> SecurityGroups { get; init; }

    /// <summary>Secondary or trunk. A member is a secondary one that gets attached to a trunk.</summary>
    public InterfaceRole Role { get; init; } = InterfaceRole.Secondary;

    /// <summary>Its primary address, IPv4 of the vSwitch; null: any that is free.</summary>
    public InetAddress? PrimaryAddress { get; init; }

    /// <summary>Secondary IPv4 addresses, besides the primary one.</summary>
    public int Addresses4 { get; init; }

    public int Addresses6 { get; init; }

    public int Prefixes4 { get; init; }

    public int Prefixes6 { get; init; }

    /// <summary>How it is known as ours; 20 at most.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public string ResourceGroup { get; init; } = "";

    /// <summary>Whether it goes with the instance that it is attached to. False for an address that outlives its node.</summary>
    public bool DeletedWithInstance { get; init; } = true;

    /// <summary>Addresses that the vSwitch must have left for it, the primary one among them.</summary>
    public int NeededAddresses => 1 + Addresses4;
}
