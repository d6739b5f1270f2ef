using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel;

/// <param name="Remote">Of a vxlan link: the outer address behind which the MAC is; null on a bridge port.</param>
public readonly record struct ForwardingKey(LinkKey Link, MacAddress Mac, InetAddress? Remote)
{
    public override string ToString() => $"{Mac} dev {Link}" + (Remote is { } remote ? $" dst {remote}" : "");
}

/// <summary>A permanent FDB entry: where frames to a MAC go, through which port of a bridge or to which end of a vxlan.</summary>
public sealed record ForwardingRow(ForwardingKey Key)
{
    public override string ToString() => $"{Key} permanent";
}
