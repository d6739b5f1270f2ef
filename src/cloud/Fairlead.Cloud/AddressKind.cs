namespace Fairlead.Cloud;

/// <summary>What an ENI can be given more of.</summary>
public enum AddressKind
{
    /// <summary>Secondary IPv4 addresses.</summary>
    Address4,

    Address6,

    /// <summary>IPv4 ranges, /28.</summary>
    Prefix4,

    /// <summary>IPv6 ranges, /80.</summary>
    Prefix6,
}
